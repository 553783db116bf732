import { drained } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { now } from '../harness/now.js';
import { startPeer } from '../harness/peer.js';
import { Counter } from './support/counter.js';

export const options = 'TLS 1.3';

const batch = 1000;

export async function run(n: number) {
  const counter = ['counter', await startPeer(import.meta.url)] as const;
  const start = now();
  for (let i = 0; i < n / batch; i++) {
    for (let j = 0; j < batch; j++) Counter.cast(counter, ['add', 1]);
    await drained(counter); // in Erlang the sender is suspended by itself
  }
  await Counter.call(counter, 'count', 'infinity');
  return now() - start;
}

export function serve() {
  return genServer.start(['local', 'counter'], Counter, []);
}
