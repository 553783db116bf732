// Checks a property of random programs. The seed is printed; what fails is shrunk, and printed with the path to it.
// `REGENT_SEED=SEED REGENT_PATH=PATH npx vitest run FILE -t NAME` runs the failing case again, and only that one.
import fc from 'fast-check';

export async function holds<T>(name: string, property: fc.IAsyncProperty<T>, numRuns: number): Promise<void> {
  const seed = Number(process.env['REGENT_SEED'] ?? Date.now() % 0x7fffffff);
  const path = process.env['REGENT_PATH'];
  console.log(`${name}: ${path === undefined ? `${numRuns} runs` : path} with REGENT_SEED=${seed}`);
  await fc.assert(property, { seed, numRuns, ...(path === undefined ? {} : { path, endOnFailure: true }) });
}
