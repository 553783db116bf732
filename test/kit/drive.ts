/**
 * drive: lets the time of a virtual clock go on until some work has ended, and notices when it never will.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { VirtualClock } from './virtualClock.js';

export interface DriveLimits {
  /** How long a test may take by the virtual clock, ms. Default: a day. */
  readonly timeLimit?: number;
  /** How long nothing at all may happen by the machine's clock before the test counts as stuck, ms. Default: 1000. */
  readonly stuckAfter?: number;
}

/** So much may happen without time going by. */
const mostAtOnce = 1_000_000;
const day = 24 * 3_600_000;

/** @throws what the work threw, or an error if there is nothing left that could end it */
export async function drive<T>(
  clock: VirtualClock,
  work: () => Promise<T>,
  { timeLimit = day, stuckAfter = 1000 }: DriveLimits,
): Promise<T> {
  const state = { isOver: false };
  const done = work().finally(() => (state.isOver = true));
  return Promise.race([done, goOn(clock, () => state.isOver, { timeLimit, stuckAfter })]);
}

/** Never gives anything: it waits for ever once the work is over. */
async function goOn(clock: VirtualClock, isOver: () => boolean, limits: Required<DriveLimits>): Promise<never> {
  const end = clock.now() + limits.timeLimit;
  for (;;) {
    const isSettled = await clock.settled(mostAtOnce);
    if (isOver()) return new Promise<never>(() => undefined);
    if (!isSettled) throw new Error('The test goes on without end, and no time goes by.');
    if (clock.nextTimer(end)) continue;
    if (clock.pending > 0) {
      throw new Error(`The test has not ended within ${limits.timeLimit} ms of virtual time (timeLimit).`);
    }
    if (await isStuck(clock, isOver, limits.stuckAfter)) {
      throw new Error('The test is stuck: all processes wait, and no timer is set that could go off.');
    }
  }
}

// What a test waits for may come from outside of its world, though it should not.
async function isStuck(clock: VirtualClock, isOver: () => boolean, stuckAfter: number): Promise<boolean> {
  const { activity } = clock;
  for (const end = performance.now() + stuckAfter; performance.now() < end;) {
    await delay(1);
    if (isOver() || clock.activity !== activity) return false;
  }
  return true;
}
