// Whether a certificate is on a revocation list of whoever issued it.
import type { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificateError.js';
import { findIssuer } from './checkIssuedBy.js';
import type { SignedRevocationList } from './parseRevocationLists.js';
import { isSignedBy } from './signature.js';

/** Whom to believe. */
export interface Trust {
  /** The certificates of the cluster's authorities. */
  readonly authorities: readonly X509Certificate[];
  readonly lists: readonly SignedRevocationList[];
}

/**
 * @param field - how an error calls the certificate
 * @throws CertificateError `revoked`
 */
export function checkNotRevoked(
  certificate: X509Certificate,
  { authorities, lists }: Trust,
  field = 'certificate',
): void {
  const issuer = findIssuer(certificate, authorities);
  const entry = lists
    .filter(({ signed }) => issuer !== undefined && isSignedBy(signed, issuer.publicKey))
    .flatMap(({ revoked }) => revoked)
    .find(({ serial }) => serial === certificate.serialNumber);
  if (entry === undefined) return;
  const { date, reason } = entry;
  throw new CertificateError('revoked', field, `the certificate was revoked ${date.toISOString()} (${reason})`);
}
