import type { Address } from 'regent-otp';
import { now } from '../harness/now.js';
import { Counter } from '../workloads/support/counter.js';
import { started } from '../workloads/support/started.js';

const counters: Address[] = [];

/** Calls `count` servers in turn, in an order that no cache knows. What the first call of each makes there is not measured. */
export async function run(n: number, count: number) {
  if (counters.length === 0) {
    while (counters.length < count) counters.push(started(await Counter.start()));
    await calls(count, count);
  }
  const start = now();
  await calls(n, count);
  return now() - start;
}

async function calls(n: number, count: number) {
  for (let i = 0; i < n; i++) await Counter.call(counters[(i * 7919) % count]!, ['add', 1]);
}
