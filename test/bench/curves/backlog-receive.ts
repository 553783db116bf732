import { on, receive, self, send, spawn } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';

export async function run(n: number, backlog: number) {
  const parent = self();
  spawn(async () => {
    for (let i = 0; i < backlog; i++) send(self(), ['other', i]);
    const start = now();
    for (let i = 0; i < n; i++) {
      send(self(), ['wanted', i]);
      await receive(on(['wanted', P._], () => undefined));
    }
    send(parent, ['elapsed', now() - start]);
  });
  return receive(on(['elapsed', P.number], ([, time]) => time));
}
