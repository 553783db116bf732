// A node's next certificate, which says the same as the present one.
import { CertificateError } from './certificateError.js';
import type { Authority, CertifiedKey } from './createAuthority.js';
import type { NodeCertificate } from './issueNodeCertificate.js';
import { issueNodeCertificate } from './issueNodeCertificate.js';
import { nodeIdOf } from './nodeIdOf.js';
import { parseAltNames } from './parseAltNames.js';
import { parseCertificates } from './parseCertificates.js';

export interface RenewOptions {
  /** Lifetime in days, 1 to 3650, not beyond the authority's end; default 365, or what the authority has left. */
  readonly days?: number | undefined;
  /** Makes a new key too; default false. */
  readonly newKey?: boolean;
  /** Length of a new RSA key: 2048 (default), 3072 or 4096. */
  readonly bits?: number | undefined;
  /** When the lifetime starts, ms since 1970; default now. */
  readonly now?: number;
}

/**
 * Issues a node's next certificate: the same id, host names and addresses, and the same key unless a new one is asked
 * for. The present one stays valid; if its key is lost to somebody else, revoke it ({@link revokeCertificates}). Writes
 * no file: see {@link writeNodeCertificate}, with `force`.
 *
 * @param present - expired or not
 * @throws CertificateError `wrong_id` if the certificate is no node's; or what {@link issueNodeCertificate} throws
 *
 * @example
 * import { createAuthority, issueNodeCertificate, renewNodeCertificate } from 'regent-otp/certs';
 *
 * const authority = await createAuthority();
 * const present = await issueNodeCertificate(authority, 1);
 * const next = await renewNodeCertificate(authority, present, { days: 90 });
 * next.keyPem === present.keyPem; // => true
 */
export async function renewNodeCertificate(
  authority: Authority,
  { certPem, keyPem }: CertifiedKey,
  options: RenewOptions = {},
): Promise<NodeCertificate> {
  const { newKey = false, days, bits, now } = options;
  const [certificate] = parseCertificates(certPem);
  const id = nodeIdOf(certificate);
  if (id === undefined) {
    const names = certificate.subjectAltName ?? 'none';
    throw new CertificateError('wrong_id', 'certPem', `the certificate is that of no node (its names: ${names})`);
  }
  const names = parseAltNames(certificate.subjectAltName) ?? [];
  const ofType = (wanted: string): readonly string[] =>
    names.filter(({ type }) => type === wanted).map(({ value }) => value);
  return issueNodeCertificate(authority, id, {
    dns: ofType('DNS'),
    ip: ofType('IP Address'),
    ...(!newKey && { keyPem }),
    ...(days !== undefined && { days }),
    ...(bits !== undefined && { bits }),
    ...(now !== undefined && { now }),
  });
}
