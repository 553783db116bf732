// Whether a certificate may sign others.
import type { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificateError.js';

/**
 * @param field - how an error calls the certificate
 * @throws CertificateError `not_authority`
 */
export function checkAuthority(certificate: X509Certificate, field = 'clusterCertPem'): void {
  if (certificate.ca) return;
  throw new CertificateError(
    'not_authority',
    field,
    `the certificate of ${JSON.stringify(certificate.subject)} is no certificate authority's`,
  );
}
