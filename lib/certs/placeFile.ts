// Puts a file in its place whole or not at all. Invariants: a key is readable by its owner alone from its first byte;
// nobody ever sees half a file; without `force` a file that is there stays as it is, also when two processes race.
import { randomBytes } from 'node:crypto';
import { constants, copyFile, link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface PemFile {
  readonly path: string;
  readonly pem: string;
  /** Keys are secret: mode 0600, else 0644. */
  readonly secret: boolean;
}

/** @returns false when the file was there and `force` is not set */
export async function placeFile({ path, pem, secret }: PemFile, force = false): Promise<boolean> {
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeNew(temporary, pem, secret ? 0o600 : 0o644);
    if (!force) return await linkNew(temporary, path);
    await rename(temporary, path);
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

// A rename would replace a file; a second link to it cannot. Where the file system knows no links, an exclusive copy
// does: it too never replaces, but a reader may see it half-done.
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  }
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
