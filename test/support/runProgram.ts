// Runs a program of its own OS process against the compiled sources, on the Node.js that runs the tests.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { built } from './built.js';

/** How a program ended, and what it printed. */
export interface Ended {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; see `startProgram`. */
export async function runProgram(program: string, nodeOptions: readonly string[] = []): Promise<Ended> {
  const child = await startProgram(program, nodeOptions);
  child.stdin.end();
  const [ended, stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  const [code, signal] = ended as [number | null, string | null];
  return { code: code ?? signal ?? 'unknown', stdout, stderr };
}

/**
 * Starts a program.
 *
 * @param program the text of a JavaScript module; it imports the library as 'regent-otp'
 */
export async function startProgram(
  program: string,
  nodeOptions: readonly string[] = [],
): Promise<ChildProcessWithoutNullStreams> {
  const folder = mkdtempSync(path.join(await built(), 'program-'));
  const file = path.join(folder, 'main.js');
  writeFileSync(file, program);
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', FORCE_COLOR: undefined };
  return spawn(process.execPath, [...nodeOptions, file], { cwd: folder, env });
}
