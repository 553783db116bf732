// New RSA keys, made off the event loop's thread.
import type { KeyObject } from 'node:crypto';
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { CertificateError } from './certificateError.js';

const sizes: readonly number[] = [2048, 3072, 4096];

/** @throws CertificateError `bad_option` */
export async function generateKey(bits = 2048): Promise<KeyObject> {
  if (!sizes.includes(bits)) {
    throw new CertificateError('bad_option', 'bits', `${bits} is none of ${sizes.join(', ')}`);
  }
  return (await promisify(generateKeyPair)('rsa', { modulusLength: bits })).privateKey;
}
