import { genServer } from 'regent-otp/behaviours';
import { now } from '../harness/now.js';
import { startPeer } from '../harness/peer.js';
import { Counter } from './support/counter.js';

export const options = 'TLS 1.3';

export async function run(n: number) {
  const node = await startPeer(import.meta.url);
  const start = now();
  for (let i = 0; i < n; i++) await Counter.call(['counter', node], ['add', 1]);
  return now() - start;
}

export function serve() {
  return genServer.start(['local', 'counter'], Counter, []);
}
