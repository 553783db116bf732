// Who a certificate says its holder is. Invariants: an identity is one subject alternative name of type URI, compared
// exactly; a certificate with two of them, or with one that is nearly right, has none; the common name never counts.
import { nodeIdPattern } from './checkNodeId.js';
import { parseAltNames } from './parseAltNames.js';

/** A node of the cluster by its id, or a role by its name. */
export type Identity = readonly ['node', id: string] | readonly ['role', name: string];

/** What an identity is read from: a node:crypto X509Certificate, or anything with its `subjectAltName`. */
export interface NamedCertificate {
  readonly subjectAltName: string | undefined;
}

const ours = /^regent:/i;
const exact = new RegExp(`^regent:(?:node/(${nodeIdPattern})|role/([a-z][a-z_]{0,63}))$`);

/**
 * The identity of a certificate: `URI:regent:node/<id>` or `URI:regent:role/<name>`. Says nothing about who signed it.
 *
 * @returns undefined when there is none, more than one, or one that is not exactly of this form
 *
 * @example
 * import { identityOf } from 'regent-otp/certs';
 *
 * identityOf({ subjectAltName: 'URI:regent:node/1, DNS:localhost' }); // => ['node', '1']
 */
export function identityOf(certificate: NamedCertificate): Identity | undefined {
  const names = parseAltNames(certificate.subjectAltName) ?? [];
  const [uri, ...more] = names.filter(({ type, value }) => type === 'URI' && ours.test(value));
  if (uri === undefined || more.length > 0) return undefined;
  const [, id, role] = exact.exec(uri.value) ?? [];
  if (id !== undefined) return ['node', id];
  return role === undefined ? undefined : ['role', role];
}
