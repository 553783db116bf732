import { on, receive, register, self, send, spawn, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';
import { startPeers } from '../harness/peer.js';

/** Sends a message to all other nodes and waits for the answer of each. */
export async function run(n: number, nodes: number) {
  const peers = await startPeers(import.meta.url, nodes - 1);
  const start = now();
  for (let i = 0; i < n; i++) {
    for (const peer of peers) send(['echo', peer], [self(), i]);
    for (let j = 0; j < peers.length; j++) await receive(on(['heard', i], () => undefined));
  }
  return now() - start;
}

export function serve() {
  register('echo', spawn(echo));
}

async function echo() {
  for (;;) {
    await receive(
      on([P._, P.number], ([from, i]) => {
        send(from as Address, ['heard', i]);
      }),
    );
  }
}
