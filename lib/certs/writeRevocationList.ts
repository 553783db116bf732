// The file of a revocation list.
import { revocationListPath } from './certificatePaths.js';
import { placeFiles } from './placeFiles.js';

/**
 * Writes `cluster_crl.pem`, in place of one that is there.
 *
 * @param dir - created when missing
 * @returns the path written
 * @throws CertificateError `file`
 *
 * @example
 * import { mkdtemp } from 'node:fs/promises';
 * import { createAuthority, createRevocationList, writeRevocationList } from 'regent-otp/certs';
 *
 * await writeRevocationList(await mkdtemp('/tmp/certs-'), createRevocationList(await createAuthority()));
 */
export async function writeRevocationList(dir: string, crlPem: string): Promise<string> {
  const path = revocationListPath(dir);
  await placeFiles([{ path, pem: crlPem, secret: false }], { force: true });
  return path;
}
