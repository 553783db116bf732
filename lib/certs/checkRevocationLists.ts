// Whether revocation lists may be relied on. Invariant: each authority has its list, since a connection is refused
// where one is missing, and each list is one of an authority's.
import type { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificateError.js';
import type { SignedRevocationList } from './parseRevocationLists.js';
import { isSignedBy } from './signature.js';

/**
 * @param now - ms since 1970
 * @param field - how an error calls the lists
 * @throws CertificateError `not_signed`, `missing`, `not_yet_valid` or `expired`
 */
export function checkRevocationLists(
  lists: readonly SignedRevocationList[],
  authorities: readonly X509Certificate[],
  now = Date.now(),
  field = 'crlPem',
): void {
  for (const list of lists) {
    if (!authorities.some(({ publicKey }) => isSignedBy(list.signed, publicKey))) {
      throw new CertificateError(
        'not_signed',
        field,
        'a revocation list was not signed by an authority of the cluster',
      );
    }
    checkTime(list, now, field);
  }
  for (const { publicKey, subject } of authorities) {
    if (lists.some(({ signed }) => isSignedBy(signed, publicKey))) continue;
    throw new CertificateError(
      'missing',
      field,
      `the authority ${JSON.stringify(subject)} has no revocation list in it`,
    );
  }
}

function checkTime({ updated, nextUpdate }: SignedRevocationList, now: number, field: string): void {
  const at = (ms: number): string => new Date(ms).toISOString();
  if (now < updated.getTime()) {
    throw new CertificateError(
      'not_yet_valid',
      field,
      `a revocation list is of ${at(updated.getTime())}, it is ${at(now)}`,
    );
  }
  if (nextUpdate !== undefined && now > nextUpdate.getTime()) {
    throw new CertificateError(
      'expired',
      field,
      `a revocation list was to be replaced until ${at(nextUpdate.getTime())}, it is ${at(now)}`,
    );
  }
}
