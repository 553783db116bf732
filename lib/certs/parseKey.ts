// From PEM to a private key of node:crypto, encrypted or not. Neither key nor passphrase shows up in an error.
import type { KeyObject } from 'node:crypto';
import { createPrivateKey } from 'node:crypto';
import { CertificateError } from './certificateError.js';
import { describePem } from './describePem.js';

const encrypted = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: *4, *ENCRYPTED/m;

/**
 * Reads a private key.
 *
 * @param field - how an error calls the text
 * @param passphrase - needed when the key is encrypted, else ignored
 * @throws CertificateError `not_pem` or `passphrase`
 */
export function parseKey(pem: string, field = 'keyPem', passphrase?: string): KeyObject {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    throw new CertificateError('not_pem', field, `no private key in PEM form (${describePem(pem)})`);
  }
  const locked = encrypted.test(pem);
  if (locked && passphrase === undefined) {
    throw new CertificateError('passphrase', field, 'the private key is encrypted and no passphrase was given');
  }
  try {
    return createPrivateKey(locked ? { key: pem, passphrase: passphrase! } : pem);
  } catch (error) {
    if (locked) throw new CertificateError('passphrase', field, 'the passphrase does not open the private key');
    throw new CertificateError('not_pem', field, `the private key cannot be read: ${String(error)}`);
  }
}
