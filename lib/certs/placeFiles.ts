// Writes several certificates and keys, all or none. Invariant: without `force` nothing that was there is touched, and
// what a failed attempt placed is taken away again.
import { lstat, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CertificateError } from './certificateError.js';
import { fileError } from './fileError.js';
import type { PemFile } from './placeFile.js';
import { placeFile } from './placeFile.js';

export interface WriteOptions {
  /** Replaces files that are there; default false. */
  readonly force?: boolean;
}

/**
 * Creates missing folders, for their owner alone.
 *
 * @returns the paths written
 * @throws CertificateError `exists`, naming all files that are in the way; `file`
 */
export async function placeFiles(files: readonly PemFile[], { force = false }: WriteOptions): Promise<string[]> {
  for (const dir of new Set(files.map(({ path }) => dirname(path)))) {
    await mkdir(dir, { recursive: true, mode: 0o700 }).catch(fileError(dir, 'cannot be created'));
  }
  if (!force) refuse(await existing(files));

  const placed: string[] = [];
  try {
    for (const file of files) {
      const done = await placeFile(file, force).catch(fileError(file.path, 'cannot be written'));
      if (!done) refuse([file.path]);
      placed.push(file.path);
    }
    return placed;
  } catch (error) {
    if (!force) await Promise.all(placed.map((path) => rm(path, { force: true })));
    throw error;
  }
}

async function existing(files: readonly PemFile[]): Promise<string[]> {
  const found = await Promise.all(
    files.map(({ path }) =>
      lstat(path).then(
        () => [path],
        () => [],
      ),
    ),
  );
  return found.flat();
}

function refuse(paths: readonly string[]): void {
  if (paths.length === 0) return;
  const [field, ...more] = paths as readonly [string, ...string[]];
  const others = more.length === 0 ? '' : ` (so ${more.length === 1 ? 'does' : 'do'} ${more.join(', ')})`;
  throw new CertificateError('exists', field, `the file exists${others} and is not overwritten without force`);
}
