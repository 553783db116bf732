import { on, receive, self, send, spawn } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';

/** The first selective receive of a process in whose mailbox others wait. */
export async function run(n: number, backlog: number) {
  const parent = self();
  let elapsed = 0;
  for (let i = 0; i < n; i++) {
    spawn(async () => {
      for (let j = 0; j < backlog; j++) send(self(), ['other', j]);
      send(self(), ['wanted', backlog]);
      const start = now();
      await receive(on(['wanted', P._], () => undefined));
      send(parent, ['elapsed', now() - start]);
    });
    elapsed += await receive(on(['elapsed', P.number], ([, time]) => time));
  }
  return elapsed;
}
