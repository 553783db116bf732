// An authority's two files.
import { authorityPaths } from './certificatePaths.js';
import type { CertifiedKey } from './createAuthority.js';
import { pairFiles } from './pairFiles.js';
import type { WriteOptions } from './placeFiles.js';
import { placeFiles } from './placeFiles.js';

/**
 * Writes `cluster_key.pem` (mode 0600) and `cluster_cert.pem`, the key as it is, encrypted or not.
 *
 * @param dir - created when missing
 * @returns the paths written
 * @throws CertificateError `exists` without `force`; `file`
 *
 * @example
 * import { mkdtemp } from 'node:fs/promises';
 * import { createAuthority, writeAuthority } from 'regent-otp/certs';
 *
 * await writeAuthority(await mkdtemp('/tmp/certs-'), await createAuthority());
 */
export async function writeAuthority(
  dir: string,
  certificate: CertifiedKey,
  options: WriteOptions = {},
): Promise<readonly string[]> {
  return placeFiles(pairFiles(authorityPaths(dir), certificate), options);
}
