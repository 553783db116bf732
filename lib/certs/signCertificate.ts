// The one place that builds a certificate, with node-forge. Forge lays out the ASN.1; the signature is node:crypto's,
// so that the private key never enters forge (whose own RSA takes half a second of the event loop, and is not constant
// in time).
import type { KeyObject } from 'node:crypto';
import { createPublicKey, randomBytes, sign } from 'node:crypto';
import type { asn1, pki } from 'node-forge';
import { checkRsa } from './checkRsa.js';
import { keyIdentifier } from './keyIdentifier.js';
import type { Lifetime } from './lifetime.js';
import { loadForge, type Forge } from './loadForge.js';

export interface CertificateContent {
  /** The common name: for people, never an identity. Or the certificate (PEM) whose name it is to have. */
  readonly subject: string | { readonly of: string };
  /** The holder's key; its public half goes into the certificate. */
  readonly key: KeyObject;
  readonly lifetime: Lifetime;
  /** Extensions in forge's notation, without the key identifiers. */
  readonly extensions: readonly object[];
  /** Who signs; absent for a certificate that signs itself. */
  readonly issuer?: { readonly certPem: string; readonly key: KeyObject };
}

/**
 * Signs a certificate with SHA-256.
 *
 * @returns the certificate as PEM
 * @throws CertificateError `unsupported_key` for keys that are not RSA
 */
export function signCertificate(content: CertificateContent): string {
  const { subject, key, lifetime, extensions, issuer } = content;
  checkRsa(key, 'keyPem');
  checkRsa(issuer?.key ?? key, 'authority.keyPem');
  const forge = loadForge();
  const certificate = forge.pki.createCertificate();
  const signer = issuer === undefined ? certificate : forge.pki.certificateFromPem(issuer.certPem);
  certificate.publicKey = forge.pki.publicKeyFromPem(
    createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
  );
  certificate.serialNumber = randomSerial();
  certificate.validity.notBefore = lifetime.notBefore;
  certificate.validity.notAfter = lifetime.notAfter;
  certificate.setSubject(
    typeof subject === 'string'
      ? [commonName(forge, subject)]
      : nameOf(forge, forge.pki.certificateFromPem(subject.of)),
  );
  certificate.setIssuer(issuer === undefined ? certificate.subject.attributes : nameOf(forge, signer));
  certificate.setExtensions([
    ...extensions,
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: keyIdentifier(forge, signer) },
  ]);
  certificate.sign(nativeSigner(forge, certificate, issuer?.key ?? key), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}

// 128 bits, of them 126 random: positive, and of one length, since the first byte is 40 to 7f.
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function commonName(forge: Forge, text: string): pki.CertificateField {
  return { name: 'commonName', value: text, valueTagClass: utf8(forge) };
}

// Forge encodes UTF-8 when it writes a name but does not decode when it reads one.
function nameOf(forge: Forge, certificate: pki.Certificate): pki.CertificateField[] {
  return certificate.subject.attributes.map((field) =>
    field.valueTagClass === utf8(forge) && typeof field.value === 'string'
      ? { ...field, value: forge.util.decodeUtf8(field.value) }
      : field,
  );
}

// The type declarations ask for a class here, forge itself for a type.
function utf8(forge: Forge): asn1.Class {
  return forge.asn1.Type.UTF8 as unknown as asn1.Class;
}

// Forge asks its key for the signature only after it has set tbsCertificate, the part that is signed.
function nativeSigner(forge: Forge, certificate: pki.Certificate, key: KeyObject): pki.rsa.PrivateKey {
  const signature = () => {
    const bytes = Buffer.from(forge.asn1.toDer(certificate.tbsCertificate).getBytes(), 'latin1');
    return sign('sha256', bytes, key).toString('latin1');
  };
  return { sign: signature } as unknown as pki.rsa.PrivateKey;
}
