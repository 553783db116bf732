import { genServer } from 'regent-otp/behaviours';
import { now } from '../harness/now.js';
import { startPeer } from '../harness/peer.js';
import { Blobs } from '../workloads/support/blobs.js';

export async function run(n: number, size: number) {
  const blobs = ['blobs', await startPeer(import.meta.url)] as const;
  const blob = new Uint8Array(size);
  const start = now();
  for (let i = 0; i < n; i++) await Blobs.call(blobs, ['put', blob], 'infinity');
  return now() - start;
}

export function serve() {
  return genServer.start(['local', 'blobs'], Blobs, []);
}
