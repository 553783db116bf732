// Ping-pong with a receive that is awaited for each message on both sides.
import { on, receive, send, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { roundTrips } from './ping-pong.js';

export function run(n: number) {
  return roundTrips(n, pong);
}

async function pong() {
  for (;;) {
    const goesOn = await receive(
      on(['ping', P._], ([, from]) => {
        send(from as Address, 'pong');
        return true;
      }),
      on('stop', () => false),
    );
    if (!goesOn) return;
  }
}
