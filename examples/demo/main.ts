/**
 * `npm run demo [-- FILE]`: a supervised word_count server in a cluster of three OS processes counts the words of a text
 * file, while it crashes half-way and a node is killed and started again. Exit status 0 if every step was seen.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { demo } from './demo.js';
import { Progress } from './progress.js';

const usage = 'usage: npm run demo [-- FILE], FILE being any text file';

async function main(args: readonly string[]): Promise<number> {
  const file = fileOf(args);
  if (file === undefined) return complain(usage, 2);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return complain(`demo: ${file} cannot be read (${(error as Error).message})`, 1);
  }
  const progress = new Progress((line) => process.stdout.write(`${line}\n`));
  await demo(text, progress);
  return progress.verdict() ? 0 : 1;
}

/** The text file to use; undefined for arguments that make no sense. */
function fileOf(args: readonly string[]): string | undefined {
  try {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
    if (positionals.length > 1) return undefined;
    const [given] = positionals;
    return given === undefined ? defaultText() : resolve(callerFolder(), given);
  } catch {
    return undefined;
  }
}

function defaultText(): string {
  return fileURLToPath(new URL('examples/demo/text.txt', import.meta.resolve('regent-otp/package.json')));
}

/** npm runs scripts in the package's folder, and says where it was called. */
function callerFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  return script === 'demo' && folder !== undefined ? folder : process.cwd();
}

function complain(line: string, status: number): number {
  process.stderr.write(`${line}\n`);
  return status;
}

// Ending by process.exit ends the nodes and removes the temporary folder; see demo.ts.
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.once(signal, () => process.exit(128 + number));
}
process.stdout.on('error', () => process.exit(1));

void main(process.argv.slice(2))
  .catch((error: unknown) => complain(`demo: ${String(error)}`, 1))
  .then((status) => (process.exitCode = status));
