import { rmSync } from 'node:fs';
import { runFolder } from './folders.js';

/** Does what a command asks for: tells of a mistake without a stack, and leaves no files behind. */
export async function guarded(command: () => Promise<void>): Promise<void> {
  process.once('SIGINT', () => process.exit(130));
  process.once('exit', () => rmSync(runFolder, { recursive: true, force: true }));
  try {
    await command();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
