// What a discovery tells, one after the other, on a clock that the test moves.
import type { Discovery } from 'regent-otp';
import { onTestFinished } from 'vitest';
import { Queue } from '../../../support/queue.js';
import { VirtualClock } from '../../../support/virtualClock.js';

export function watched(discovery: Discovery) {
  const clock = new VirtualClock();
  const told = new Queue<unknown>();
  const discovering = discovery.start({
    clock,
    found: (nodes) => told.push(nodes),
    failed: (reason) => told.push(reason),
  });
  onTestFinished(() => discovering.stop());
  return { clock, told, discovering };
}
