import { on, receive, self, send, spawn } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';
import { Counter } from '../workloads/support/counter.js';
import { started } from '../workloads/support/started.js';

export async function run(n: number, backlog: number) {
  const counter = started(await Counter.start());
  const parent = self();
  spawn(async () => {
    for (let i = 0; i < backlog; i++) send(self(), ['other', i]);
    const start = now();
    for (let i = 0; i < n; i++) await Counter.call(counter, ['add', 1]);
    send(parent, ['elapsed', now() - start]);
  });
  const elapsed = await receive(on(['elapsed', P.number], ([, time]) => time));
  await genServer.stop(counter);
  return elapsed;
}
