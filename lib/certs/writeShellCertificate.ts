// The files of a certificate for shells.
import { shellPaths } from './certificatePaths.js';
import type { CertifiedKey } from './createAuthority.js';
import { pairFiles } from './pairFiles.js';
import type { WriteOptions } from './placeFiles.js';
import { placeFiles } from './placeFiles.js';

/**
 * Writes `shell_key.pem` (mode 0600) and `shell_cert.pem`, or `shell_<name>_key.pem` and `shell_<name>_cert.pem`.
 *
 * @param dir - created when missing
 * @returns the paths written
 * @throws CertificateError `exists` without `force`; `file`
 *
 * @example
 * import { mkdtemp } from 'node:fs/promises';
 * import { createAuthority, issueShellCertificate, writeShellCertificate } from 'regent-otp/certs';
 *
 * const authority = await createAuthority();
 * await writeShellCertificate(await mkdtemp('/tmp/certs-'), await issueShellCertificate(authority), { name: 'joe' });
 */
export async function writeShellCertificate(
  dir: string,
  certificate: CertifiedKey,
  { name, ...options }: WriteOptions & { readonly name?: string | undefined } = {},
): Promise<readonly string[]> {
  return placeFiles(pairFiles(shellPaths(dir, name), certificate), options);
}
