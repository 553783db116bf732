// A node's certificate, for both ends of its connections.
import { checkNodeId } from './checkNodeId.js';
import type { Authority, CertifiedKey } from './createAuthority.js';
import { generateKey } from './generateKey.js';
import { issueCertificate } from './issueCertificate.js';
import { keyToPem } from './keyToPem.js';
import { parseKey } from './parseKey.js';
import type { ExtraNames } from './subjectAltNames.js';

/** A node's certificate and key with the id it is for. */
export interface NodeCertificate extends CertifiedKey {
  readonly id: string;
}

export interface NodeCertificateOptions extends ExtraNames {
  /** Lifetime in days, 1 to 3650, not beyond the authority's end; default 365, or what the authority has left. */
  readonly days?: number;
  /** Length of the RSA key: 2048 (default), 3072 or 4096. */
  readonly bits?: number;
  /** A private RSA key to use, as PEM, in place of a new one. */
  readonly keyPem?: string;
  /** When the lifetime starts, ms since 1970; default now. */
  readonly now?: number;
}

/**
 * Issues the certificate of one node: identity `URI:regent:node/<id>`, for TLS servers and clients. Writes no file:
 * see {@link writeNodeCertificate}.
 *
 * @param authority - from {@link createAuthority} or {@link readAuthority}
 * @param id - see {@link checkNodeId}
 * @throws CertificateError when an option, or the authority, cannot be used
 *
 * @example
 * import { createAuthority, issueNodeCertificate } from 'regent-otp/certs';
 *
 * const one = await issueNodeCertificate(await createAuthority(), 1, { dns: ['localhost'], ip: ['127.0.0.1'] });
 * one.id; // => '1'
 */
export async function issueNodeCertificate(
  authority: Authority,
  id: number | string,
  options: NodeCertificateOptions = {},
): Promise<NodeCertificate> {
  const { dns = [], ip = [], days, bits, keyPem, now = Date.now() } = options;
  const checkedId = checkNodeId(id);
  const { certPem, key } = await issueCertificate(authority, {
    identity: ['node', checkedId],
    key: () => (keyPem === undefined ? generateKey(bits) : parseKey(keyPem)),
    names: { dns, ip },
    usages: { serverAuth: true, clientAuth: true },
    days,
    defaultDays: 365,
    now,
  });
  return { id: checkedId, certPem, keyPem: keyPem ?? keyToPem(key) };
}
