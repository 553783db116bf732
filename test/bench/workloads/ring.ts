import { again, on, receive, self, send, spawn, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';

const size = 1000;

export function run(n: number) {
  return passAround(n, member);
}

/** How long the token takes for `n` hops. */
export async function passAround(n: number, body: (next: Address) => Promise<unknown>) {
  let next = self();
  for (let i = 1; i < size; i++) next = spawnMember(next, body);
  await pass(next, 0); // all have started
  const start = now();
  for (let hops = 0; hops < n;) hops = await pass(next, hops);
  const elapsed = now() - start;
  send(next, 'stop');
  await receive(on('stop', () => undefined));
  return elapsed;
}

function pass(next: Address, hops: number) {
  send(next, ['token', hops + 1]);
  return receive(on(['token', P._], ([, count]) => count as number));
}

function spawnMember(next: Address, body: (next: Address) => Promise<unknown>) {
  return spawn(() => body(next));
}

function member(next: Address) {
  return receive(
    on(['token', P._], ([, hops]) => {
      send(next, ['token', (hops as number) + 1]);
      return again;
    }),
    on('stop', () => send(next, 'stop')),
  );
}
