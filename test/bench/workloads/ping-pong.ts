import { on, receive, self, send, spawn, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';

export async function run(n: number) {
  const ponger = spawn(pong);
  const start = now();
  for (let i = 0; i < n; i++) {
    send(ponger, ['ping', self()]);
    await receive(on('pong', () => undefined));
  }
  const elapsed = now() - start;
  send(ponger, 'stop');
  return elapsed;
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
