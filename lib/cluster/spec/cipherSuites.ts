/**
 * The cipher suites that a connection may use, by their IANA names. Invariant: each has forward secrecy and is
 * authenticated encryption; what is not in the table is never offered, nor accepted.
 */

/** What OpenSSL, and with it Node, calls them. */
const openSslNames: ReadonlyMap<string, string> = new Map([
  ['TLS_AES_256_GCM_SHA384', 'TLS_AES_256_GCM_SHA384'],
  ['TLS_CHACHA20_POLY1305_SHA256', 'TLS_CHACHA20_POLY1305_SHA256'],
  ['TLS_AES_128_GCM_SHA256', 'TLS_AES_128_GCM_SHA256'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
]);

/** All that are safe, the best first. */
export const safeCipherSuites: readonly string[] = [...openSslNames.keys()];

/** What Node's TLS is told. */
export interface CipherSettings {
  readonly ciphers: string;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** Why a suite may not be used; undefined if it may. */
export function cipherSuiteProblem(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'must be the IANA name of a cipher suite';
  if (openSslNames.has(name)) return undefined;
  const why = weaknesses.find(([pattern]) => pattern.test(name))?.[1];
  return why === undefined ? `is not known; there are ${safeCipherSuites.join(', ')}` : `is refused: ${why}`;
}

const weaknesses: readonly (readonly [RegExp, string])[] = [
  [/_NULL_/, 'it does not encrypt'],
  [/_anon_/i, 'it does not authenticate'],
  [/EXPORT/, 'its keys are too short'],
  [/_RC4_|_3DES_|_DES_|_IDEA_|_SEED_/, 'its cipher is broken'],
  [/_CBC_/, 'it is no authenticated encryption'],
  [/^TLS_(?:RSA|PSK|DH|ECDH)_/, 'it has no forward secrecy'],
];

/** @param names suites without problems, at least one */
export function cipherSettings(names: readonly string[]): CipherSettings {
  const isOfTls13 = (name: string): boolean => openSslNames.get(name) === name;
  return {
    ciphers: names.map((name) => openSslNames.get(name)).join(':'),
    minVersion: names.every(isOfTls13) ? 'TLSv1.3' : 'TLSv1.2',
    maxVersion: names.some(isOfTls13) ? 'TLSv1.3' : 'TLSv1.2',
  };
}
