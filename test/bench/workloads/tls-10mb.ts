import { genServer } from 'regent-otp/behaviours';
import { now } from '../harness/now.js';
import { startPeer } from '../harness/peer.js';
import { Blobs } from './support/blobs.js';

export const options = 'TLS 1.3';

const blob = new Uint8Array(10_000_000);

export async function run(n: number) {
  const blobs = ['blobs', await startPeer(import.meta.url)] as const;
  const start = now();
  for (let i = 0; i < n; i++) await Blobs.call(blobs, ['put', blob], 'infinity');
  return now() - start;
}

export function serve() {
  return genServer.start(['local', 'blobs'], Blobs, []);
}
