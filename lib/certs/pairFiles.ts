// A certificate and its key as files.
import type { PairPaths } from './certificatePaths.js';
import type { CertifiedKey } from './createAuthority.js';
import type { PemFile } from './placeFile.js';

/** The key first: who sees the certificate finds its key there. */
export function pairFiles({ certPath, keyPath }: PairPaths, { certPem, keyPem }: CertifiedKey): readonly PemFile[] {
  return [
    { path: keyPath, pem: keyPem, secret: true },
    { path: certPath, pem: certPem, secret: false },
  ];
}
