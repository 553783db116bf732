// Authorities and node certificates that the tests of one file share: making a key takes a third of a second.
import type { Authority, NodeCertificate } from 'regent-otp/certs';
import { createAuthority, issueNodeCertificate } from 'regent-otp/certs';

const made = new Map<string, Promise<unknown>>();

function once<T>(name: string, make: () => Promise<T>): Promise<T> {
  const found = made.get(name) ?? make();
  made.set(name, found);
  return found as Promise<T>;
}

/** One of two authorities. */
export function authority(which: 'ours' | 'theirs' = 'ours'): Promise<Authority> {
  return once(which, () => createAuthority());
}

/** A node's certificate of an authority. */
export function node(id: number, which: 'ours' | 'theirs' = 'ours'): Promise<NodeCertificate> {
  return once(`${which} ${id}`, async () => issueNodeCertificate(await authority(which), id));
}
