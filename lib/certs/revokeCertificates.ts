// Adds to a revocation list: the next one of its authority. Invariant: who is on a list is on all later ones.
import { CertificateError } from './certificateError.js';
import type { Authority } from './createAuthority.js';
import { createRevocationList } from './createRevocationList.js';
import { parseCertificates } from './parseCertificates.js';
import { parseRevocationLists } from './parseRevocationLists.js';
import type { RevokedCertificate } from './revocationList.js';
import { revocationReasons, type RevocationReason } from './revocationReasons.js';
import { isSignedBy } from './signature.js';

export interface RevokeOptions {
  /** Default 'unspecified'. */
  readonly reason?: RevocationReason;
  /** For how long the list can be used, in days; default until the authority's end. */
  readonly days?: number | undefined;
  /** When it is made, ms since 1970; default now. */
  readonly now?: number;
}

const serialNumber = /^[0-9A-F]{1,40}$/;

/**
 * Makes the list that follows another, with more certificates on it.
 *
 * @param authority - who issued the certificates, and signs the list
 * @param crlPem - the list so far; undefined if there is none. Lists of other authorities beside it stay as they are
 * @param serials - serial numbers, hexadecimal; colons and small letters are let through
 * @returns the new list as PEM, with the others that were beside the old one
 * @throws CertificateError if there are lists and none is this authority's, or for an option that cannot be used
 *
 * @example
 * import { createAuthority, inspectCertificates, issueNodeCertificate } from 'regent-otp/certs';
 * import { parseRevocationLists, revokeCertificates } from 'regent-otp/certs';
 *
 * const authority = await createAuthority();
 * const { certPem } = await issueNodeCertificate(authority, 1);
 * const { serial } = inspectCertificates(certPem)[0];
 * const pem = revokeCertificates(authority, undefined, [serial], { reason: 'key_compromise' });
 * parseRevocationLists(pem)[0].revoked[0]?.reason; // => 'key_compromise'
 */
export function revokeCertificates(
  authority: Authority,
  crlPem: string | undefined,
  serials: readonly string[],
  options: RevokeOptions = {},
): string {
  const { reason = 'unspecified', days, now = Date.now() } = options;
  if (!Object.hasOwn(revocationReasons, reason)) {
    const known = Object.keys(revocationReasons).join(', ');
    throw new CertificateError('bad_option', 'reason', `${JSON.stringify(reason)} is none of ${known}`);
  }
  const lists = crlPem === undefined ? [] : parseRevocationLists(crlPem);
  const [{ publicKey }] = parseCertificates(authority.certPem, 'authority.certPem');
  const earlier = lists.find(({ signed }) => isSignedBy(signed, publicKey));
  if (lists.length > 0 && earlier === undefined) {
    throw new CertificateError('not_signed', 'crlPem', 'the list so far was not signed by this authority');
  }
  const known = new Map((earlier?.revoked ?? []).map((entry) => [entry.serial, entry]));
  for (const serial of serials.map(checkSerial)) {
    if (!known.has(serial)) known.set(serial, { serial, date: new Date(now), reason } satisfies RevokedCertificate);
  }
  const number = (earlier?.number ?? 0n) + 1n;
  const next = createRevocationList(authority, { revoked: [...known.values()], number, days, now });
  if (earlier === undefined) return next;
  return lists.map((list) => (list === earlier ? next : `${list.pem.trimEnd()}\n`)).join('');
}

function checkSerial(text: string): string {
  const serial = text.replaceAll(':', '').toUpperCase();
  if (!serialNumber.test(serial)) {
    throw new CertificateError('bad_option', 'serial', `${JSON.stringify(text)} is no serial number`);
  }
  const even = serial.length % 2 === 0 ? serial : `0${serial}`;
  return even.replace(/^(?:00)+(?=..)/, '');
}
