import { genServer } from 'regent-otp/behaviours';
import { now } from '../harness/now.js';
import { Counter } from './support/counter.js';
import { started } from './support/started.js';

const burst = 100_000;

export async function run(n: number) {
  const counter = started(await Counter.start());
  const start = now();
  for (let i = 0; i < n / burst; i++) {
    for (let j = 0; j < burst; j++) Counter.cast(counter, ['add', 1]);
    await Counter.call(counter, 'count');
  }
  const elapsed = now() - start;
  await genServer.stop(counter);
  return elapsed;
}
