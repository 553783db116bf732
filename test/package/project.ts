// The project's own root and its files, and how these tests run a program: with its output, and an error that shows it.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The parsed package.json. */
export const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly bin: Readonly<Record<string, string>>;
};

const unwritten = new Set(['node_modules', 'dist', 'coverage', '.git', '.cache']);

/** The files below `folder` that people wrote, as paths relative to the root. */
export function writtenFiles(folder = '.'): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (unwritten.has(entry.name) || file === path.join('docs', 'api')) return [];
    if (entry.isDirectory()) return writtenFiles(file);
    return entry.isFile() ? [file] : [];
  });
}

export function readProjectFile(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** The executable that a development dependency puts into node_modules/.bin. */
export function tool(name: string): string {
  return path.join(root, 'node_modules', '.bin', name);
}

/** Runs a program and gives what it printed; fails with all it printed when its exit code is not 0. */
export async function run(command: string, args: readonly string[], cwd = root): Promise<string> {
  const { code, output } = await outcome(command, args, cwd);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} exited with ${code}\n${output}`);
  return output;
}

/** Runs a program and gives its exit code and what it printed to both outputs. */
export function outcome(command: string, args: readonly string[], cwd = root): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? 'a signal'), output: stdout + stderr });
    });
  });
}

export type Outcome = { readonly code: string | number; readonly output: string };
