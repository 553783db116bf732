// Whether a certificate was signed by one of some authorities, directly: Regent's authorities sign no other authority.
import type { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificateError.js';

/**
 * @param field - how an error calls the certificate
 * @throws CertificateError `not_signed`
 */
export function checkIssuedBy(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
  field = 'certPem',
): void {
  if (findIssuer(certificate, authorities) !== undefined) return;
  const names = authorities.map(({ subject }) => JSON.stringify(subject)).join(', ');
  throw new CertificateError(
    'not_signed',
    field,
    `the certificate, issued by ${JSON.stringify(certificate.issuer)}, was not signed by the cluster's ${names}`,
  );
}

/** The authority that signed a certificate. */
export function findIssuer(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
): X509Certificate | undefined {
  return authorities.find(
    (authority) => authority.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
  );
}
