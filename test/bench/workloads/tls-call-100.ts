import { on, receive, self, send, spawn } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { now } from '../harness/now.js';
import { startPeer } from '../harness/peer.js';
import { Counter } from './support/counter.js';

export const options = 'TLS 1.3';

const clients = 100;

export async function run(n: number) {
  const node = await startPeer(import.meta.url);
  const parent = self();
  const start = now();
  for (let i = 0; i < clients; i++) {
    spawn(async () => {
      for (let j = 0; j < n / clients; j++) await Counter.call(['counter', node], ['add', 1]);
      send(parent, 'done');
    });
  }
  for (let i = 0; i < clients; i++) await receive(on('done', () => undefined));
  return now() - start;
}

export function serve() {
  return genServer.start(['local', 'counter'], Counter, []);
}
