// Whether a certificate may be used at both ends of a connection: a node accepts and dials.
import type { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificateError.js';

const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';

/**
 * @param field - how an error calls the certificate
 * @throws CertificateError `wrong_usage`
 */
export function checkUsage(certificate: X509Certificate, field = 'certPem'): void {
  // Node calls the extended key usages `keyUsage`; a certificate without that extension may be used for anything.
  const usages = certificate.keyUsage as readonly string[] | undefined;
  if (usages === undefined || (usages.includes(serverAuth) && usages.includes(clientAuth))) return;
  throw new CertificateError('wrong_usage', field, 'the certificate is not for both server and client authentication');
}
