// Signs the certificate of whoever an authority vouches for, be it a node or a role. Invariant: a request that cannot
// be fulfilled is refused before a key is made.
import type { KeyObject } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { checkAuthority } from './checkAuthority.js';
import { checkIssuedBy } from './checkIssuedBy.js';
import { checkKeyPair } from './checkKeyPair.js';
import type { Authority } from './createAuthority.js';
import type { Identity } from './identityOf.js';
import { lifetime } from './lifetime.js';
import { parseCertificates } from './parseCertificates.js';
import { parseKey } from './parseKey.js';
import { signCertificate } from './signCertificate.js';
import type { ExtraNames } from './subjectAltNames.js';
import { subjectAltNames } from './subjectAltNames.js';

/** What the certificate says. `now` is in ms since 1970. */
export interface CertificateRequest {
  readonly identity: Identity;
  /** Gives or makes the holder's key. */
  readonly key: () => KeyObject | Promise<KeyObject>;
  readonly names: ExtraNames;
  /** Added to the common name, for people. */
  readonly holder?: string | undefined;
  readonly usages: { readonly serverAuth?: true; readonly clientAuth?: true };
  readonly days: number | undefined;
  readonly defaultDays: number;
  readonly now: number;
}

export interface IssuedCertificate {
  readonly certPem: string;
  readonly key: KeyObject;
}

/** @throws CertificateError when the authority or the request cannot be used */
export async function issueCertificate(authority: Authority, request: CertificateRequest): Promise<IssuedCertificate> {
  const { certPem, keyPem, passphrase } = authority;
  const [issuer] = parseCertificates(certPem, 'authority.certPem');
  checkAuthority(issuer, 'authority.certPem');
  checkKeyPair(certPem, keyPem, { certField: 'authority.certPem', keyField: 'authority.keyPem', passphrase });

  const { identity, names, usages, days, defaultDays, now } = request;
  const span = lifetime({ days, defaultDays, now, issuer });
  const altNames = subjectAltNames(identity, names);
  const key = await request.key();
  const issued = signCertificate({
    subject: commonName(identity, request.holder),
    key,
    lifetime: span,
    extensions: [
      { name: 'basicConstraints', critical: true, cA: false },
      // No key encipherment: every key exchange that is left to use has forward secrecy and needs signatures alone.
      { name: 'keyUsage', critical: true, digitalSignature: true },
      { name: 'extKeyUsage', ...usages },
      { name: 'subjectAltName', altNames },
    ],
    issuer: { certPem, key: parseKey(keyPem, 'authority.keyPem', passphrase) },
  });
  checkIssuedBy(new X509Certificate(issued), [issuer]);
  return { certPem: issued, key };
}

// 64 characters are the most that X.509 allows a common name.
function commonName([kind, name]: Identity, holder: string | undefined): string {
  return `Regent ${kind} ${name}${holder === undefined ? '' : ` ${holder}`}`.slice(0, 64);
}
