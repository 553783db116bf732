// Whether a private key is that of a certificate.
import { CertificateError } from './certificateError.js';
import { parseCertificates } from './parseCertificates.js';
import { parseKey } from './parseKey.js';

/** How errors call the two texts, and what opens an encrypted key. */
export interface KeyPairOptions {
  readonly certField?: string;
  readonly keyField?: string;
  readonly passphrase?: string | undefined;
}

/**
 * Checks that a key belongs to the (first) certificate.
 *
 * @throws CertificateError `not_pem`, `passphrase` or `wrong_key`
 *
 * @example
 * import { checkKeyPair, createAuthority } from 'regent-otp/certs';
 *
 * const { certPem, keyPem } = await createAuthority();
 * checkKeyPair(certPem, keyPem);
 */
export function checkKeyPair(certPem: string, keyPem: string, options: KeyPairOptions = {}): void {
  const { certField = 'certPem', keyField = 'keyPem', passphrase } = options;
  const [certificate] = parseCertificates(certPem, certField);
  if (certificate.checkPrivateKey(parseKey(keyPem, keyField, passphrase))) return;
  throw new CertificateError('wrong_key', keyField, `the private key is not that of the certificate in ${certField}`);
}
