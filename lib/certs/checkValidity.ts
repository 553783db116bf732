// Whether a certificate is in its lifetime.
import type { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificateError.js';

/**
 * @param now - ms since 1970
 * @param field - how an error calls the certificate
 * @throws CertificateError `not_yet_valid` or `expired`
 */
export function checkValidity(certificate: X509Certificate, now = Date.now(), field = 'certPem'): void {
  const start = Date.parse(certificate.validFrom);
  const end = Date.parse(certificate.validTo);
  const at = (ms: number) => new Date(ms).toISOString();
  if (now < start) {
    throw new CertificateError('not_yet_valid', field, `the certificate is valid from ${at(start)}, it is ${at(now)}`);
  }
  if (now > end) {
    throw new CertificateError('expired', field, `the certificate expired ${at(end)}, it is ${at(now)}`);
  }
}
