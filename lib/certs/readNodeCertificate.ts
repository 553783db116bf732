// A node's credentials from a folder.
import { authorityPaths, nodePaths } from './certificatePaths.js';
import { checkNodeId } from './checkNodeId.js';
import { checkNodeCertificate } from './checkNodeCertificate.js';
import type { NodeCertificate } from './issueNodeCertificate.js';
import type { NodeCredentials } from './nodeCertificateProblems.js';
import { readPem } from './readPem.js';

/**
 * Reads a node's certificate and key and the cluster's certificate, and checks them as {@link checkNodeCertificate}.
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
  const read = {
    id: checkNodeId(id),
    certPem: await readPem(certPath),
    keyPem: await readPem(keyPath),
    clusterCertPem: await readPem(clusterPath),
  };
  checkNodeCertificate(read, { fields: { certPem: certPath, keyPem: keyPath, clusterCertPem: clusterPath } });
  return read;
}
