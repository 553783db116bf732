// A signature of X.509, and whose it is. Without node-forge in its types: they are part of what users compile against.
import type { KeyObject } from 'node:crypto';
import { verify } from 'node:crypto';

export interface SignedParts {
  /** The content, which the signature is of. */
  readonly bytes: Buffer;
  /** Dotted. */
  readonly algorithm: string;
  readonly signature: Buffer;
  /** The name of who signed, as bytes. */
  readonly issuer: Buffer;
}

/** The algorithms that a list may be signed with: the digest that node:crypto is to use. */
const digests: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
};

/** Whether a key has signed it. */
export function isSignedBy({ bytes, algorithm, signature }: SignedParts, key: KeyObject): boolean {
  const digest = digests[algorithm];
  return digest !== undefined && verify(digest, bytes, key, signature);
}
