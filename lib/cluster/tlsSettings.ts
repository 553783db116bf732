/**
 * What both ends of a TLS connection demand: TLS 1.2 at least, a certificate of the cluster's authority and of nobody
 * else, no resumption of earlier sessions (it would skip the certificate), no renegotiation (it could swap it).
 */
import { constants, type X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { identityOf, parseRevocationLists, type Identity } from '../certs/index.js';
import { cipherSettings, cipherSuiteProblem, safeCipherSuites } from './spec/cipherSuites.js';
import type { Credentials } from './spec/clusterSpec.js';

/**
 * The certificates and what is demanded.
 *
 * @throws Error if the certificates, or the cipher suites, cannot be used
 */
export function tlsSettings(credentials: Credentials, cipherSuites = safeCipherSuites): SecureContextOptions {
  const problem = cipherSuites.map((name) => [name, cipherSuiteProblem(name)]).find(([, what]) => what !== undefined);
  if (problem !== undefined) throw new Error(`cipherSuites: ${problem.join(' ')}`);
  const settings = {
    cert: credentials.certPem,
    key: credentials.keyPem,
    ca: credentials.clusterCertPem,
    ...(credentials.crlPem !== undefined && { crl: parseRevocationLists(credentials.crlPem).map(({ pem }) => pem) }),
    ...cipherSettings(cipherSuites),
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
  };
  try {
    createSecureContext(settings);
  } catch (error) {
    throw new Error(`the certificates cannot be used: ${(error as Error).message}`, { cause: error });
  }
  return settings;
}

/** Who is at the far end, and the certificate that says so. */
export interface VerifiedPeer {
  readonly identity: Identity;
  readonly certificate: X509Certificate;
}

/**
 * Who is at the far end; undefined if the certificate says nothing of the kind, or was not shown just now. To be called
 * once for a socket: Node gives the certificate of who was dialled only the first time.
 */
export function verifiedPeer(socket: TLSSocket): VerifiedPeer | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (!socket.authorized || socket.isSessionReused() || certificate === undefined) return undefined;
  const identity = identityOf(certificate);
  return identity && { identity, certificate };
}

/** The id of who is a node. */
export function nodeIdIn(peer: VerifiedPeer | undefined): string | undefined {
  return peer?.identity[0] === 'node' ? peer.identity[1] : undefined;
}

/** An error of TLS or of the network, for people. */
export function describeTlsError(error: Error, code: unknown = (error as NodeJS.ErrnoException).code): string {
  if (error instanceof AggregateError) return error.errors.map((each) => describeTlsError(each as Error)).join(', ');
  // OpenSSL gives its reason apart from a message for those who know its source.
  const { reason = error.message } = error as { readonly reason?: string };
  if (typeof code !== 'string') return reason;
  return `${explanations[code] ?? reason} (${code})`;
}

const explanations: Readonly<Partial<Record<string, string>>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate has been revoked',
  CRL_HAS_EXPIRED: 'the revocation list here is out of date',
  UNABLE_TO_GET_CRL: 'there is no revocation list of its authority here',
  INVALID_PURPOSE: 'its certificate is for another purpose',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not of this cluster',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not of this cluster',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is not of this cluster',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not of this cluster',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not of this cluster',
  CERT_SIGNATURE_FAILURE: 'its certificate is not of this cluster',
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'it showed no certificate',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'the TLS handshake took too long',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was closed',
  EADDRINUSE: 'the port is in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'not permitted',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be resolved now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the host did not answer',
};
