// The node id in a certificate: what both sides of a connection compare with the id of the handshake.
import type { NamedCertificate } from './identityOf.js';
import { identityOf } from './identityOf.js';

/**
 * The node id of a certificate that has exactly one name `URI:regent:node/<id>` and no other of the scheme `regent`.
 * Compare the result with `===`. Names of other kinds, the common name among them, never count. Says nothing about
 * who signed the certificate: TLS, or {@link checkNodeCertificate}, does.
 *
 * @param certificate - of a TLS peer, `socket.getPeerX509Certificate()`
 * @returns undefined when the certificate is no node's
 *
 * @example
 * import { X509Certificate } from 'node:crypto';
 * import { createAuthority, issueNodeCertificate, nodeIdOf } from 'regent-otp/certs';
 *
 * const { certPem } = await issueNodeCertificate(await createAuthority(), 1);
 * nodeIdOf(new X509Certificate(certPem)); // => '1'
 */
export function nodeIdOf(certificate: NamedCertificate): string | undefined {
  const identity = identityOf(certificate);
  return identity?.[0] === 'node' ? identity[1] : undefined;
}
