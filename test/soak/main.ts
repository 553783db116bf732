/**
 * `npm run soak -- --seconds N --seed S`; see docs/cluster.md. Exits with 0 only if nothing was lost unnoticed, doubled,
 * leaked or crashed, with 1 if something was, with 2 if it was called in a wrong way.
 */
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { soak } from './soak.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    print(`soak: ${options}\nusage: npm run soak -- [--seconds N] [--seed S]`);
    return 2;
  }
  const program = fileURLToPath(new URL('node.js', import.meta.url));
  const problems = await soak({ ...options, program, print });
  for (const problem of problems.slice(0, 20)) print(`PROBLEM ${problem}`);
  print(problems.length === 0 ? 'PASSED' : `FAILED: ${problems.length} problems, with --seed ${options.seed}`);
  return problems.length === 0 ? 0 : 1;
}

function readOptions(args: readonly string[]): { readonly seconds: number; readonly seed: number } | string {
  try {
    const options = { seconds: { type: 'string', default: '600' }, seed: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const seconds = Number(values.seconds);
    const seed = Number(values.seed ?? randomInt(2 ** 31));
    if (!(seconds > 0 && seconds < 1e6)) return `--seconds ${values.seconds}: more than 0 are needed`;
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) return `--seed ${values.seed}: no integer below 2^32`;
    return { seconds, seed };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
