// The check of nodeCertificateProblems for those who want an exception.
import type { CheckOptions, NodeCredentials } from './nodeCertificateProblems.js';
import { nodeCertificateProblems } from './nodeCertificateProblems.js';

/**
 * Checks a node's certificate, key and cluster certificate; see {@link nodeCertificateProblems}.
 *
 * @throws CertificateError for the first mistake
 */
export function checkNodeCertificate(credentials: NodeCredentials, options: CheckOptions = {}): void {
  const [first] = nodeCertificateProblems(credentials, options);
  if (first !== undefined) throw first;
}
