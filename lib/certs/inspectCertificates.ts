// What a certificate says, as data.
import type { X509Certificate } from 'node:crypto';
import type { Identity } from './identityOf.js';
import { identityOf } from './identityOf.js';
import { parseCertificates } from './parseCertificates.js';

export interface CertificateInfo {
  /** Distinguished names, one line. */
  readonly subject: string;
  readonly issuer: string;
  readonly identity: Identity | undefined;
  /** All subject alternative names, as Node prints them. */
  readonly names: string;
  readonly authority: boolean;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Hexadecimal, in capitals. */
  readonly serial: string;
  /** SHA-256 of the whole certificate, AA:BB:... */
  readonly fingerprint: string;
  /** Say 'rsa 2048'. */
  readonly key: string;
}

/**
 * Reads what the certificates of a PEM text say. Verifies nothing.
 *
 * @param field - how an error calls the text
 * @throws CertificateError `not_pem`
 *
 * @example
 * import { createAuthority, inspectCertificates } from 'regent-otp/certs';
 *
 * const [info] = inspectCertificates((await createAuthority()).certPem);
 * [info?.authority, info?.key]; // => [true, 'rsa 2048']
 */
export function inspectCertificates(pem: string, field = 'pem'): readonly [CertificateInfo, ...CertificateInfo[]] {
  const [first, ...more] = parseCertificates(pem, field);
  return [inspect(first), ...more.map(inspect)];
}

function inspect(certificate: X509Certificate): CertificateInfo {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const size = asymmetricKeyDetails?.modulusLength ?? asymmetricKeyDetails?.namedCurve ?? '';
  return {
    subject: certificate.subject.replaceAll('\n', ', '),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    identity: identityOf(certificate),
    names: certificate.subjectAltName ?? '',
    authority: certificate.ca,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    serial: certificate.serialNumber,
    fingerprint: certificate.fingerprint256,
    key: `${asymmetricKeyType} ${size}`.trim(),
  };
}
