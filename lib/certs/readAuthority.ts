// An authority from its two files.
import { authorityPaths } from './certificatePaths.js';
import { checkAuthority } from './checkAuthority.js';
import { checkKeyPair } from './checkKeyPair.js';
import type { Authority } from './createAuthority.js';
import { parseCertificates } from './parseCertificates.js';
import { readPem } from './readPem.js';

/**
 * Reads the authority that {@link writeAuthority} wrote.
 *
 * @param options - `passphrase`, when the key is encrypted
 * @throws CertificateError naming the file that is missing, unreadable or wrong
 *
 * @example
 * import { mkdtemp } from 'node:fs/promises';
 * import { createAuthority, readAuthority, writeAuthority } from 'regent-otp/certs';
 *
 * const dir = await mkdtemp('/tmp/certs-');
 * await writeAuthority(dir, await createAuthority());
 * const authority = await readAuthority(dir);
 */
export async function readAuthority(dir: string, options: { readonly passphrase?: string } = {}): Promise<Authority> {
  const { passphrase } = options;
  const { certPath, keyPath } = authorityPaths(dir);
  const certPem = await readPem(certPath);
  const keyPem = await readPem(keyPath);
  checkAuthority(parseCertificates(certPem, certPath)[0], certPath);
  checkKeyPair(certPem, keyPem, { certField: certPath, keyField: keyPath, passphrase });
  return { certPem, keyPem, ...(passphrase !== undefined && { passphrase }) };
}
