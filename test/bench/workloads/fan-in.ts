import { again, on, receive, self, send, spawn, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';

const senders = 100;
const share = 1000;

export function run(n: number) {
  return collect(n, items);
}

/** How long it takes until `n` items have come, in rounds of which `body` receives all. */
export async function collect(n: number, body: (n: number) => Promise<unknown>) {
  const receiver = self();
  const pids = Array.from({ length: senders }, () => spawn(() => sender(receiver)));
  const start = now();
  for (let i = 0; i < n / (senders * share); i++) {
    for (const pid of pids) send(pid, 'go');
    await body(senders * share);
  }
  const elapsed = now() - start;
  for (const pid of pids) send(pid, 'stop');
  return elapsed;
}

function items(n: number) {
  return receive(on(['item', P._], () => (--n > 0 ? again : undefined)));
}

function sender(receiver: Address) {
  return receive(
    on('go', () => {
      for (let i = 0; i < share; i++) send(receiver, ['item', i]);
      return again;
    }),
    on('stop', () => undefined),
  );
}
