// All that is wrong with the certificates of one node, so that a cluster spec's mistakes can be reported together.
// Invariant: what can be checked is checked even where something else failed.
import { CertificateError } from './certificateError.js';
import { checkAuthority } from './checkAuthority.js';
import { checkIdentity } from './checkIdentity.js';
import { checkIssuedBy, findIssuer } from './checkIssuedBy.js';
import { checkKeyPair } from './checkKeyPair.js';
import { checkNodeId } from './checkNodeId.js';
import { checkRevocationLists } from './checkRevocationLists.js';
import { checkNotRevoked } from './checkNotRevoked.js';
import { checkUsage } from './checkUsage.js';
import { checkValidity } from './checkValidity.js';
import { parseCertificates } from './parseCertificates.js';
import { parseKey } from './parseKey.js';
import { parseRevocationLists } from './parseRevocationLists.js';

/** What a node needs to join a cluster. */
export interface NodeCredentials {
  readonly id: number | string;
  readonly certPem: string;
  readonly keyPem: string;
  /** The certificate of the cluster's authority; several, one after the other, while one replaces another. */
  readonly clusterCertPem: string;
  /** The revocation lists of the authorities, one after the other; none if left out: then nobody counts as revoked. */
  readonly crlPem?: string | undefined;
}

export interface CheckOptions {
  /** The time to check for, ms since 1970; default now. */
  readonly now?: number;
  /** How errors call the texts, say `{ certPem: 'node_cert_path' }`. */
  readonly fields?: {
    readonly certPem?: string;
    readonly keyPem?: string;
    readonly clusterCertPem?: string;
    readonly crlPem?: string;
  };
}

/**
 * Checks a node's certificate, its key and the cluster's certificate against each other and against the node's id.
 *
 * @returns one error for each mistake; empty when all is well
 *
 * @example
 * import { createAuthority, issueNodeCertificate, nodeCertificateProblems } from 'regent-otp/certs';
 *
 * const authority = await createAuthority();
 * const one = await issueNodeCertificate(authority, 1);
 * nodeCertificateProblems({ ...one, clusterCertPem: authority.certPem }); // => []
 */
export function nodeCertificateProblems(
  { id, certPem, keyPem, clusterCertPem, crlPem }: NodeCredentials,
  { now = Date.now(), fields = {} }: CheckOptions = {},
): readonly CertificateError[] {
  const certField = fields.certPem ?? 'certPem';
  const keyField = fields.keyPem ?? 'keyPem';
  const clusterField = fields.clusterCertPem ?? 'clusterCertPem';
  const problems: CertificateError[] = [];
  const collect = collector(problems);

  const certificate = collect(() => parseCertificates(certPem, certField)[0]);
  const authorities = collect(() => parseCertificates(clusterCertPem, clusterField)) ?? [];
  for (const authority of authorities) collect(() => checkAuthority(authority, clusterField));
  if (certificate === undefined) {
    collect(() => parseKey(keyPem, keyField));
  } else {
    collect(() => checkIdentity(certificate, checkNodeId(id), certField));
    collect(() => checkValidity(certificate, now, certField));
    collect(() => checkUsage(certificate, certField));
    if (authorities.length > 0) collect(() => checkIssuedBy(certificate, authorities, certField));
    collect(() => checkKeyPair(certPem, keyPem, { certField, keyField }));
  }
  // Of several authorities only the one in use has to be in its lifetime: an old one may linger.
  const issuer = (certificate && findIssuer(certificate, authorities)) ?? authorities[0];
  if (issuer !== undefined) collect(() => checkValidity(issuer, now, clusterField));
  const crlField = fields.crlPem ?? 'crlPem';
  const lists = crlPem === undefined ? undefined : collect(() => parseRevocationLists(crlPem, crlField));
  if (lists === undefined || authorities.length === 0) return problems;
  collect(() => checkRevocationLists(lists, authorities, now, crlField));
  if (certificate !== undefined) collect(() => checkNotRevoked(certificate, { authorities, lists }, certField));
  return problems;
}

function collector(problems: CertificateError[]): <T>(check: () => T) => T | undefined {
  return (check) => {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      problems.push(error);
      return undefined;
    }
  };
}
