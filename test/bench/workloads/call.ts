import { genServer } from 'regent-otp/behaviours';
import { now } from '../harness/now.js';
import { Counter } from './support/counter.js';
import { started } from './support/started.js';

export async function run(n: number) {
  const counter = started(await Counter.start());
  const start = now();
  for (let i = 0; i < n; i++) await Counter.call(counter, ['add', 1]);
  const elapsed = now() - start;
  await genServer.stop(counter);
  return elapsed;
}
