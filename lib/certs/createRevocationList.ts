// The one place that builds a revocation list, as RFC 5280 has it (version 2, with a number and the authority's key
// identifier), since forge cannot. The signature is node:crypto's, as for certificates.
import { sign, type X509Certificate } from 'node:crypto';
import type { asn1 } from 'node-forge';
import { checkAuthority } from './checkAuthority.js';
import { checkKeyPair } from './checkKeyPair.js';
import { checkRsa } from './checkRsa.js';
import type { Authority } from './createAuthority.js';
import { derMaker, type DerMaker } from './der.js';
import { keyIdentifier } from './keyIdentifier.js';
import { lifetime } from './lifetime.js';
import { loadForge, type Forge } from './loadForge.js';
import { parseCertificates } from './parseCertificates.js';
import { parseKey } from './parseKey.js';
import type { RevokedCertificate } from './revocationList.js';
import { revocationReasons } from './revocationReasons.js';

export interface RevocationListOptions {
  /** Who is revoked; default nobody. */
  readonly revoked?: readonly RevokedCertificate[];
  /** Which list of the authority it is; default 1. */
  readonly number?: bigint;
  /** For how long it can be used, in days, 1 to 3650, not beyond the authority's end; default until that end. */
  readonly days?: number | undefined;
  /** When it is made, ms since 1970; default now. */
  readonly now?: number;
}

const sha256WithRsa = '1.2.840.113549.1.1.11';
const numberExtension = '2.5.29.20';
const reasonExtension = '2.5.29.21';
const authorityKeyExtension = '2.5.29.35';

/**
 * Makes a list of revoked certificates, with nobody on it if none are given. To add to one use
 * {@link revokeCertificates}.
 *
 * @returns the list as PEM, as OpenSSL and the option `crl` of Node's TLS take it
 * @throws CertificateError when the authority, or an option, cannot be used
 *
 * @example
 * import { createAuthority, createRevocationList, parseRevocationLists } from 'regent-otp/certs';
 *
 * const pem = createRevocationList(await createAuthority());
 * parseRevocationLists(pem)[0].revoked; // => []
 */
export function createRevocationList(authority: Authority, options: RevocationListOptions = {}): string {
  const { certPem, keyPem, passphrase } = authority;
  const { revoked = [], number = 1n, days, now = Date.now() } = options;
  const [issuer] = parseCertificates(certPem, 'authority.certPem');
  checkAuthority(issuer, 'authority.certPem');
  checkKeyPair(certPem, keyPem, { certField: 'authority.certPem', keyField: 'authority.keyPem', passphrase });
  const key = parseKey(keyPem, 'authority.keyPem', passphrase);
  checkRsa(key, 'authority.keyPem');
  const span = lifetime({ days, defaultDays: 3650, now, issuer });

  const forge = loadForge();
  const der = derMaker(forge);
  const algorithm = (): asn1.Asn1 => der.sequence(der.oid(sha256WithRsa), der.null());
  const list = der.sequence(
    der.integer('01'),
    algorithm(),
    subjectOf(forge, issuer),
    der.time(span.notBefore),
    der.time(span.notAfter),
    ...(revoked.length === 0 ? [] : [der.sequence(...revoked.map((entry) => entryOf(der, entry)))]),
    der.tagged([der.sequence(authorityKey(forge, der, certPem), numbered(der, number))]),
  );
  const bytes = Buffer.from(forge.asn1.toDer(list).getBytes(), 'latin1');
  const signature = sign('sha256', bytes, key).toString('latin1');
  const whole = forge.asn1.toDer(der.sequence(list, algorithm(), der.bits(signature))).getBytes();
  return forge.pem.encode({ type: 'X509 CRL', body: whole }).replaceAll('\r\n', '\n');
}

// The name exactly as it is in the certificate: whoever checks the list compares bytes.
function subjectOf(forge: Forge, { raw }: X509Certificate): asn1.Asn1 {
  const certificate = forge.asn1.fromDer(raw.toString('latin1'));
  const [content] = certificate.value as asn1.Asn1[];
  return (content!.value as asn1.Asn1[])[5]!;
}

function entryOf(der: DerMaker, { serial, date, reason }: RevokedCertificate): asn1.Asn1 {
  const code = der.extension(reasonExtension, der.enumerated(revocationReasons[reason]));
  const extensions = reason === 'unspecified' ? [] : [der.sequence(code)];
  return der.sequence(der.integer(serial), der.time(date), ...extensions);
}

function authorityKey(forge: Forge, der: DerMaker, certPem: string): asn1.Asn1 {
  const identifier = keyIdentifier(forge, forge.pki.certificateFromPem(certPem));
  return der.extension(authorityKeyExtension, der.sequence(der.tagged(identifier)));
}

function numbered(der: DerMaker, number: bigint): asn1.Asn1 {
  return der.extension(numberExtension, der.integer(number.toString(16)));
}
