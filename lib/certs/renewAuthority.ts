// An authority's next certificate. Key and name stay, so that the certificates it has issued go on to count, with the
// old one as with the new one, and nodes can take it up one after the other.
import { checkAuthority } from './checkAuthority.js';
import { checkKeyPair } from './checkKeyPair.js';
import { authorityExtensions, type Authority } from './createAuthority.js';
import { lifetime } from './lifetime.js';
import { parseCertificates } from './parseCertificates.js';
import { parseKey } from './parseKey.js';
import { signCertificate } from './signCertificate.js';

/**
 * Issues an authority's next certificate, with the same key and name. To get rid of a key make a new authority, and let
 * `cluster_cert.pem` hold both certificates until all nodes have one of the new authority.
 *
 * @param options - `days` of the lifetime, default 1825; `now`, ms since 1970, when it starts
 * @throws CertificateError when the authority, or an option, cannot be used
 *
 * @example
 * import { createAuthority, inspectCertificates, renewAuthority } from 'regent-otp/certs';
 *
 * const old = await createAuthority({ days: 30 });
 * const next = renewAuthority(old, { days: 365 });
 * next.keyPem === old.keyPem; // => true
 */
export function renewAuthority(
  authority: Authority,
  { days, now = Date.now() }: { readonly days?: number | undefined; readonly now?: number } = {},
): Authority {
  const { certPem, keyPem, passphrase } = authority;
  const [certificate, ...others] = parseCertificates(certPem, 'authority.certPem');
  checkAuthority(certificate, 'authority.certPem');
  checkKeyPair(certPem, keyPem, { certField: 'authority.certPem', keyField: 'authority.keyPem', passphrase });
  const renewed = signCertificate({
    subject: { of: certPem },
    key: parseKey(keyPem, 'authority.keyPem', passphrase),
    lifetime: lifetime({ days, defaultDays: 1825, now }),
    extensions: authorityExtensions,
  });
  return { ...authority, certPem: [renewed, ...others.map(String)].join('') };
}
