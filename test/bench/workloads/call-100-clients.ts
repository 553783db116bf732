import { on, receive, self, send, spawn } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { now } from '../harness/now.js';
import { Counter } from './support/counter.js';
import { started } from './support/started.js';

const clients = 100;

export async function run(n: number) {
  const counter = started(await Counter.start());
  const parent = self();
  const start = now();
  for (let i = 0; i < clients; i++) {
    spawn(async () => {
      for (let j = 0; j < n / clients; j++) await Counter.call(counter, ['add', 1]);
      send(parent, 'done');
    });
  }
  for (let i = 0; i < clients; i++) await receive(on('done', () => undefined));
  const elapsed = now() - start;
  await genServer.stop(counter);
  return elapsed;
}
