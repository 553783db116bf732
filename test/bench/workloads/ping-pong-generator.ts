import { on, receive, self, send, spawn, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';

export async function run(n: number) {
  const parent = self();
  spawn(function* () {
    const ponger = spawn(pong);
    const start = now();
    for (let i = 0; i < n; i++) {
      send(ponger, ['ping', self()]);
      yield* receive(on('pong', () => undefined));
    }
    send(parent, ['elapsed', now() - start]);
    send(ponger, 'stop');
  });
  return receive(on(['elapsed', P.number], ([, time]) => time));
}

function* pong() {
  for (;;) {
    const goesOn = yield* receive(
      on(['ping', P._], ([, from]) => {
        send(from as Address, 'pong');
        return true;
      }),
      on('stop', () => false),
    );
    if (!goesOn) return;
  }
}
