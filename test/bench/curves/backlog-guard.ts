import { on, receive, self, send, spawn } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';

const isWanted = ([, number]: readonly [unknown, unknown]) => (number as number) > 0;

export async function run(n: number, backlog: number) {
  const parent = self();
  spawn(async () => {
    for (let i = 0; i < backlog; i++) send(self(), ['number', -i]);
    const start = now();
    for (let i = 0; i < n; i++) {
      send(self(), ['number', i + 1]);
      await receive(on([P._, P._], isWanted, () => undefined));
    }
    send(parent, ['elapsed', now() - start]);
  });
  return receive(on(['elapsed', P.number], ([, time]) => time));
}
