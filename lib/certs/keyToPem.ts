// A private key as PEM text: PKCS#8, encrypted with AES-256 when there is a passphrase.
import type { KeyObject } from 'node:crypto';
import { CertificateError } from './certificateError.js';

/** @throws CertificateError `bad_option` for an empty passphrase */
export function keyToPem(key: KeyObject, passphrase?: string): string {
  if (passphrase === undefined) return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  if (passphrase === '') throw new CertificateError('bad_option', 'passphrase', 'it is empty');
  return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
}
