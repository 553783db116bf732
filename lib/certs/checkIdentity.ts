// Whether a certificate is a certain node's.
import type { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificateError.js';
import { identityOf } from './identityOf.js';

/**
 * @param id - the node's id as text
 * @param field - how an error calls the certificate
 * @throws CertificateError `wrong_id`
 */
export function checkIdentity(certificate: X509Certificate, id: string, field = 'certPem'): void {
  const identity = identityOf(certificate);
  if (identity?.[0] === 'node' && identity[1] === id) return;
  const holder = identity === undefined ? 'no node' : `${identity[0]} ${JSON.stringify(identity[1])}`;
  throw new CertificateError(
    'wrong_id',
    field,
    `the certificate is that of ${holder}, not of node ${JSON.stringify(id)} (its names: ${certificate.subjectAltName ?? 'none'})`,
  );
}
