import { again, on, receive, self, send, spawn, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';

export function run(n: number) {
  return roundTrips(n, pong);
}

/** How long `n` round trips take. */
export async function roundTrips(n: number, body: () => Promise<unknown>) {
  const ponger = spawn(body);
  const start = now();
  for (let i = 0; i < n; i++) {
    send(ponger, ['ping', self()]);
    await receive(on('pong', () => undefined));
  }
  const elapsed = now() - start;
  send(ponger, 'stop');
  return elapsed;
}

function pong() {
  return receive(
    on(['ping', P._], ([, from]) => {
      send(from as Address, 'pong');
      return again;
    }),
    on('stop', () => undefined),
  );
}
