// The kind of key that this folder signs with.
import type { KeyObject } from 'node:crypto';
import { CertificateError } from './certificateError.js';

/** @throws CertificateError `unsupported_key` for keys that are not RSA */
export function checkRsa(key: KeyObject, field: string): void {
  if (key.asymmetricKeyType === 'rsa') return;
  throw new CertificateError('unsupported_key', field, `a key of type ${key.asymmetricKeyType}, only rsa is supported`);
}
