import { on, receive, self, send, spawn, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';

const senders = 100;
const share = 1000;

export async function run(n: number) {
  const parent = self();
  spawn(function* () {
    const receiver = self();
    const pids = Array.from({ length: senders }, () => spawn(() => sender(receiver)));
    const start = now();
    for (let i = 0; i < n / (senders * share); i++) {
      for (const pid of pids) send(pid, 'go');
      for (let j = 0; j < senders * share; j++) yield* receive(on(['item', P._], () => undefined));
    }
    send(parent, ['elapsed', now() - start]);
    for (const pid of pids) send(pid, 'stop');
  });
  return receive(on(['elapsed', P.number], ([, time]) => time));
}

function* sender(receiver: Address) {
  for (;;) {
    const order = yield* receive(
      on('go', () => 'go' as const),
      on('stop', () => 'stop' as const),
    );
    if (order === 'stop') return;
    for (let i = 0; i < share; i++) send(receiver, ['item', i]);
  }
}
