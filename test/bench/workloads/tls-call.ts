import { genServer } from 'regent-otp/behaviours';
import { now } from '../harness/now.js';
import { startPeer } from '../harness/peer.js';
import { Counter } from './support/counter.js';

export const options = 'TLS 1.3';

let isWarm = false;

export async function run(n: number) {
  const node = await startPeer(import.meta.url);
  if (!isWarm) await warmUp(['counter', node]);
  const start = now();
  for (let i = 0; i < n; i++) await Counter.call(['counter', node], ['add', 1]);
  return now() - start;
}

/** Many calls at a time: those of one client, a hundred microseconds each, would take long to get warm by. */
async function warmUp(counter: readonly [string, string]) {
  for (let i = 0; i < 500; i++) {
    await Promise.all(Array.from({ length: 100 }, () => Counter.call(counter, ['add', 1])));
  }
  isWarm = true;
}

export function serve() {
  return genServer.start(['local', 'counter'], Counter, []);
}
