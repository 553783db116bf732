// A node's credentials from a folder.
import { existsSync } from 'node:fs';
import { authorityPaths, nodePaths, revocationListPath } from './certificatePaths.js';
import { checkNodeId } from './checkNodeId.js';
import { checkNodeCertificate } from './checkNodeCertificate.js';
import type { NodeCertificate } from './issueNodeCertificate.js';
import type { NodeCredentials } from './nodeCertificateProblems.js';
import { readPem } from './readPem.js';

/**
 * Reads a node's certificate and key, the cluster's certificate, and its revocation list if there is one, and checks them as {@link checkNodeCertificate}.
 *
 * @throws CertificateError naming the file that is missing, unreadable or wrong
 *
 * @example
 * import { mkdtemp } from 'node:fs/promises';
 * import { ensureCertificates, readNodeCertificate } from 'regent-otp/certs';
 *
 * const dir = await mkdtemp('/tmp/certs-');
 * await ensureCertificates(dir, [1]);
 * const { certPem, keyPem, clusterCertPem } = await readNodeCertificate(dir, 1);
 */
export async function readNodeCertificate(
  dir: string,
  id: number | string,
): Promise<NodeCertificate & NodeCredentials> {
  const { certPath, keyPath } = nodePaths(dir, id);
  const clusterPath = authorityPaths(dir).certPath;
  const crlPath = revocationListPath(dir);
  const read = {
    id: checkNodeId(id),
    certPem: await readPem(certPath),
    keyPem: await readPem(keyPath),
    clusterCertPem: await readPem(clusterPath),
    ...(existsSync(crlPath) && { crlPem: await readPem(crlPath) }),
  };
  const fields = { certPem: certPath, keyPem: keyPath, clusterCertPem: clusterPath, crlPem: crlPath };
  checkNodeCertificate(read, { fields });
  return read;
}
