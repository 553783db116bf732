// The files of one node's certificate, or of several nodes'.
import { nodePaths } from './certificatePaths.js';
import type { NodeCertificate } from './issueNodeCertificate.js';
import { pairFiles } from './pairFiles.js';
import type { WriteOptions } from './placeFiles.js';
import { placeFiles } from './placeFiles.js';

/**
 * Writes `node_<id>_key.pem` (mode 0600) and `node_<id>_cert.pem`. Of several certificates all are written or none.
 *
 * @param dir - created when missing
 * @returns the paths written
 * @throws CertificateError `exists` without `force`, naming every file in the way; `file`
 *
 * @example
 * import { mkdtemp } from 'node:fs/promises';
 * import { createAuthority, issueNodeCertificate, writeNodeCertificate } from 'regent-otp/certs';
 *
 * const authority = await createAuthority();
 * await writeNodeCertificate(await mkdtemp('/tmp/certs-'), await issueNodeCertificate(authority, 1));
 */
export async function writeNodeCertificate(
  dir: string,
  certificates: NodeCertificate | readonly NodeCertificate[],
  options: WriteOptions = {},
): Promise<readonly string[]> {
  return placeFiles(
    [certificates].flat().flatMap((certificate) => pairFiles(nodePaths(dir, certificate.id), certificate)),
    options,
  );
}
