// Runs a program of its own OS process against the compiled sources, on the Node.js that runs the tests.
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { built } from './built.js';

/** How a program ended, and what it printed. */
export interface Ended {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program.
 *
 * @param program the text of a JavaScript module; it imports the library as 'regent-otp'
 */
export async function runProgram(program: string, nodeOptions: readonly string[] = []): Promise<Ended> {
  const folder = mkdtempSync(path.join(await built(), 'program-'));
  const file = path.join(folder, 'main.js');
  writeFileSync(file, program);
  return new Promise((resolve) => {
    const environment = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', FORCE_COLOR: undefined };
    execFile(process.execPath, [...nodeOptions, file], { cwd: folder, env: environment }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal ?? 'unknown'), stdout, stderr });
    });
  });
}
