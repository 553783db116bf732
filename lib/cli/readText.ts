// A file that was named on the command line.
import { readFile } from 'node:fs/promises';

/** @throws Error that names the file, in words for a user */
export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    const code = String((error as NodeJS.ErrnoException).code);
    throw new Error(`${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`, { cause: error });
  });
}
