/**
 * `npm run soak:beam -- --seconds N --seed S`; see docs/beam.md. Exits with 0 only if nothing was lost unnoticed, doubled or
 * leaked, with 1 if something was, with 2 if it was called in a wrong way.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { soakBeam } from './soakBeam.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export async function main(args: readonly string[], root: string): Promise<number> {
  try {
    const options = { seconds: { type: 'string', default: '600' }, seed: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const seconds = Number(values.seconds);
    const seed = Number(values.seed ?? randomInt(2 ** 31));
    if (!(seconds > 0 && seconds < 1e6)) throw new Error(`--seconds ${values.seconds}: more than 0 are needed`);
    if (!Number.isInteger(seed) || seed < 0) throw new Error(`--seed ${values.seed}: no integer`);
    const problems = await soakBeam({ seconds, seed, root, print });
    for (const problem of problems.slice(0, 20)) print(`PROBLEM ${problem}`);
    print(problems.length === 0 ? 'PASSED' : `FAILED: ${problems.length} problems, with --seed ${seed}`);
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    print(`soak:beam: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}
