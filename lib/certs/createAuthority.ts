// The certificate authority of a cluster: one key, one certificate that signs itself and may sign nodes' certificates
// but no further authority.
import { CertificateError } from './certificateError.js';
import { generateKey } from './generateKey.js';
import { keyToPem } from './keyToPem.js';
import { lifetime } from './lifetime.js';
import { signCertificate } from './signCertificate.js';

/** A certificate and its private key, as PEM. */
export interface CertifiedKey {
  readonly certPem: string;
  readonly keyPem: string;
}

/** What signs certificates; `passphrase` opens `keyPem` when that is encrypted. */
export interface Authority extends CertifiedKey {
  readonly passphrase?: string;
}

export interface AuthorityOptions {
  /** A name for people, 1 to 64 characters; default 'Regent cluster authority'. */
  readonly name?: string;
  /** Lifetime in days, 1 to 3650; default 1825 (5 years). */
  readonly days?: number;
  /** Length of the RSA key: 2048 (default), 3072 or 4096. */
  readonly bits?: number;
  /** Encrypts the key. */
  readonly passphrase?: string;
  /** When the lifetime starts, ms since 1970; default now. */
  readonly now?: number;
}

/**
 * Creates a certificate authority. Writes no file: see {@link writeAuthority}.
 *
 * @throws CertificateError `bad_option`
 *
 * @example
 * import { createAuthority, issueNodeCertificate } from 'regent-otp/certs';
 *
 * const authority = await createAuthority({ days: 30 });
 * const { certPem, keyPem } = await issueNodeCertificate(authority, 1);
 */
export async function createAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const { name = 'Regent cluster authority', days, bits, passphrase, now = Date.now() } = options;
  if (name.length < 1 || name.length > 64) {
    throw new CertificateError('bad_option', 'name', `${JSON.stringify(name)} has not 1 to 64 characters`);
  }
  const span = lifetime({ days, defaultDays: 1825, now });
  const key = await generateKey(bits);
  const keyPem = keyToPem(key, passphrase);
  const certPem = signCertificate({ subject: name, key, lifetime: span, extensions: authorityExtensions });
  return { certPem, keyPem, ...(passphrase !== undefined && { passphrase }) };
}

/** In forge's notation. */
export const authorityExtensions: readonly object[] = [
  { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
  { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
];
