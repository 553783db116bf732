// Adds a node's files to a folder where they are missing. Several processes may do it at once: a file that appears is
// complete and stays, so each goes on from whatever key is there, its own or another's, and all end with one pair.
import { access } from 'node:fs/promises';
import { nodePaths } from './certificatePaths.js';
import { fileError } from './fileError.js';
import { generateKey } from './generateKey.js';
import type { NodeCertificateOptions } from './issueNodeCertificate.js';
import { issueNodeCertificate } from './issueNodeCertificate.js';
import { keyToPem } from './keyToPem.js';
import { placeFile } from './placeFile.js';
import { readAuthority } from './readAuthority.js';
import { readPem } from './readPem.js';

/** Makes what is missing of `node_<id>_key.pem` and `node_<id>_cert.pem`; the authority's key is read only then. */
export async function addNodeCertificate(dir: string, id: string, options: NodeCertificateOptions = {}): Promise<void> {
  const { certPath, keyPath } = nodePaths(dir, id);
  if (await exists(certPath)) return;
  const authority = await readAuthority(dir);
  if (!(await exists(keyPath))) {
    const keyPem = keyToPem(await generateKey(options.bits));
    await placeFile({ path: keyPath, pem: keyPem, secret: true }).catch(fileError(keyPath, 'cannot be written'));
  }
  const { certPem } = await issueNodeCertificate(authority, id, { ...options, keyPem: await readPem(keyPath) });
  await placeFile({ path: certPath, pem: certPem, secret: false }).catch(fileError(certPath, 'cannot be written'));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
