// The ring with a receive that is awaited for each message.
import { on, receive, send, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { passAround } from './ring.js';

export function run(n: number) {
  return passAround(n, member);
}

async function member(next: Address) {
  for (;;) {
    const goesOn = await receive(
      on(['token', P._], ([, hops]) => {
        send(next, ['token', (hops as number) + 1]);
        return true;
      }),
      on('stop', () => {
        send(next, 'stop');
        return false;
      }),
    );
    if (!goesOn) return;
  }
}
