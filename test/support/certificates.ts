// Certificates that the tests of one file share. Keys take long to make: all nodes of a file have the same one, which
// certificates do not mind.
import type { Authority, CertifiedKey } from 'regent-otp/certs';
import { createAuthority, issueNodeCertificate } from 'regent-otp/certs';
import type { Credentials } from '../../lib/cluster/spec/clusterSpec.js';

const made = new Map<string, Promise<unknown>>();

function once<T>(name: string, make: () => Promise<T>): Promise<T> {
  const found = made.get(name) ?? make();
  made.set(name, found);
  return found as Promise<T>;
}

const day = 24 * 60 * 60 * 1000;

/** One of two authorities; both have been there for some days. */
export function authority(which: 'ours' | 'theirs' = 'ours'): Promise<Authority> {
  return once(which, () => createAuthority({ now: Date.now() - 10 * day }));
}

export interface Wanted {
  /** Who vouches for the node. Default: ours. */
  readonly by?: 'ours' | 'theirs';
  /** A certificate that was valid for a day, some days ago. */
  readonly isExpired?: boolean;
}

export async function certificateOf(
  id: string,
  { by = 'ours', isExpired = false }: Wanted = {},
): Promise<CertifiedKey> {
  const { keyPem } = await once('key', async () => issueNodeCertificate(await authority(), 'key'));
  const lifetime = isExpired ? { days: 1, now: Date.now() - 5 * day } : {};
  return once(`${by} ${id} ${isExpired}`, async () => {
    return issueNodeCertificate(await authority(by), id, { keyPem, ...lifetime });
  });
}

/** What a node shows others, and trusts in them: always our authority. */
export async function credentialsOf(id: string, wanted: Wanted = {}): Promise<Credentials> {
  const { certPem, keyPem } = await certificateOf(id, wanted);
  return { certPem, keyPem, clusterCertPem: (await authority()).certPem };
}
