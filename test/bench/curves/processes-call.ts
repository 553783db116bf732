import type { Address } from 'regent-otp';
import { now } from '../harness/now.js';
import { Counter } from '../workloads/support/counter.js';
import { started } from '../workloads/support/started.js';

const counters: Address[] = [];

/** Calls `count` servers in turn, in an order that no cache knows. */
export async function run(n: number, count: number) {
  while (counters.length < count) counters.push(started(await Counter.start()));
  const start = now();
  for (let i = 0; i < n; i++) await Counter.call(counters[(i * 7919) % count]!, ['add', 1]);
  return now() - start;
}
