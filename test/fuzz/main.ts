/**
 * `npm run fuzz -- --cases N --seed S`; see docs/cluster.md. Exits with 0 only if the node under attack kept all promises,
 * with 1 if not, with 2 if it was called in a wrong way.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    print(`fuzz: ${options}\nusage: npm run fuzz -- [--cases N] [--seed S]`);
    return 2;
  }
  const problems = await fuzz({ ...options, print });
  for (const problem of problems.slice(0, 20)) print(`PROBLEM ${problem}`);
  print(problems.length === 0 ? 'PASSED' : `FAILED: ${problems.length} problems, with --seed ${options.seed}`);
  return problems.length === 0 ? 0 : 1;
}

function readOptions(args: readonly string[]): { readonly cases: number; readonly seed: number } | string {
  try {
    const options = { cases: { type: 'string', default: '1000000' }, seed: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const cases = Number(values.cases);
    const seed = Number(values.seed ?? randomInt(2 ** 31));
    if (!Number.isInteger(cases) || cases < 1) return `--cases ${values.cases}: a whole number of at least 1 is needed`;
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) return `--seed ${values.seed}: no integer below 2^32`;
    return { cases, seed };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
