import { on, receive, self, send, spawn } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';

export async function run(n: number, backlog: number) {
  const parent = self();
  spawn(async () => {
    for (let i = 0; i < backlog; i++) send(self(), ['other', i]);
    await receiveOne(0); // the first one is measured by backlog-first
    const start = now();
    for (let i = 0; i < n; i++) await receiveOne(i);
    send(parent, ['elapsed', now() - start]);
  });
  return receive(on(['elapsed', P.number], ([, time]) => time));
}

function receiveOne(i: number) {
  send(self(), ['wanted', i]);
  return receive(on(['wanted', P._], () => undefined));
}
