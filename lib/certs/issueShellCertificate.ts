// The certificate of who may open a shell on nodes: a TLS client's, and no node's.
import { checkNodeId } from './checkNodeId.js';
import type { Authority, CertifiedKey } from './createAuthority.js';
import { generateKey } from './generateKey.js';
import { issueCertificate } from './issueCertificate.js';
import { keyToPem } from './keyToPem.js';

export interface ShellCertificateOptions {
  /** Of the person or program that is to have it: letters, digits and `_ . @ -`; nodes show it in their events. */
  readonly name?: string | undefined;
  /** Lifetime in days, 1 to 3650, not beyond the authority's end; default 30, or what the authority has left. */
  readonly days?: number | undefined;
  /** Length of the RSA key: 2048 (default), 3072 or 4096. */
  readonly bits?: number | undefined;
  /** When the lifetime starts, ms since 1970; default now. */
  readonly now?: number;
}

/**
 * Issues a certificate for shells: identity `URI:regent:role/shell`, for TLS clients alone. It opens a shell on the
 * nodes that allow shells, and cannot join as a node. Writes no file: see {@link writeShellCertificate}.
 *
 * @throws CertificateError when an option, or the authority, cannot be used
 *
 * @example
 * import { X509Certificate } from 'node:crypto';
 * import { createAuthority, identityOf, issueShellCertificate } from 'regent-otp/certs';
 *
 * const { certPem } = await issueShellCertificate(await createAuthority(), { name: 'joe' });
 * identityOf(new X509Certificate(certPem)); // => ['role', 'shell']
 */
export async function issueShellCertificate(
  authority: Authority,
  options: ShellCertificateOptions = {},
): Promise<CertifiedKey> {
  const { name, days, bits, now = Date.now() } = options;
  const { certPem, key } = await issueCertificate(authority, {
    identity: ['role', 'shell'],
    holder: name === undefined ? undefined : checkNodeId(name, 'name'),
    key: () => generateKey(bits),
    names: {},
    usages: { clientAuth: true },
    days,
    defaultDays: 30,
    now,
  });
  return { certPem, keyPem: keyToPem(key) };
}
