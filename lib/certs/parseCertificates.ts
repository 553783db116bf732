// From PEM to X509Certificate. Text around the blocks is let through, as OpenSSL writes it.
import { X509Certificate } from 'node:crypto';
import { CertificateError } from './certificateError.js';
import { describePem } from './describePem.js';

const block = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Reads all certificates of a PEM text, at least one.
 *
 * @param field - how an error calls the text
 * @throws CertificateError `not_pem`
 */
export function parseCertificates(pem: string, field = 'certPem'): readonly [X509Certificate, ...X509Certificate[]] {
  const [first, ...more] = (pem.match(block) ?? []).map((text) => parseBlock(text, field));
  if (first === undefined) {
    throw new CertificateError('not_pem', field, `no certificate in PEM form (${describePem(pem)})`);
  }
  return [first, ...more];
}

function parseBlock(text: string, field: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (error) {
    throw new CertificateError('not_pem', field, `a certificate in it cannot be read: ${String(error)}`, {
      cause: error,
    });
  }
}
