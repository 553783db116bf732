import { AsyncLocalStorage } from 'node:async_hooks';
import { systemClock } from 'regent-otp';
import { expect, test } from 'vitest';
import { Scheduler } from '../../../lib/scheduler/scheduler.js';
import type { Runnable } from '../../../lib/scheduler/scheduler.js';
import { VirtualClock } from '../../support/virtualClock.js';

class Job implements Runnable {
  isReady = false;
  nextReady: Runnable | undefined = undefined;
  readonly run: () => void;

  constructor(run: () => void) {
    this.run = run;
  }
}

const newScheduler = (clock = new VirtualClock(0)) => new Scheduler(clock, (action) => action());

const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));

test('what is ready runs in the order in which it became so', () => {
  const scheduler = newScheduler();
  const log: number[] = [];
  for (const number of [1, 2, 3]) scheduler.ready(new Job(() => log.push(number)));
  scheduler.drain();
  expect(log).toEqual([1, 2, 3]);
});

test('a job that is ready already is not queued again, one that runs is', () => {
  const scheduler = newScheduler();
  const log: string[] = [];
  const job = new Job(() => {
    log.push('job');
    if (log.length < 3) scheduler.ready(job);
  });
  scheduler.ready(job);
  scheduler.ready(job);
  scheduler.ready(new Job(() => log.push('other')));
  scheduler.drain();
  expect(log).toEqual(['job', 'other', 'job']);
});

test('what is ready runs at the next tick if nobody drains, before promises and the event loop go on', async () => {
  const scheduler = newScheduler();
  const log: string[] = [];
  setImmediate(() => log.push('event loop'));
  scheduler.ready(new Job(() => log.push('job')));
  log.push('caller');
  await immediate();
  expect(log).toEqual(['caller', 'job', 'event loop']);
});

test('draining does nothing inside of itself', () => {
  const scheduler = newScheduler();
  const log: string[] = [];
  scheduler.ready(
    new Job(() => {
      log.push('first begins');
      scheduler.drain();
      log.push('first ends');
    }),
  );
  scheduler.ready(new Job(() => log.push('second')));
  scheduler.drain();
  expect(log).toEqual(['first begins', 'first ends', 'second']);
});

/** A job that makes itself ready for ever. */
function endless(scheduler: Scheduler): { runs: number } {
  const counter = { runs: 0 };
  const job = new Job(() => {
    counter.runs++;
    scheduler.spend();
    scheduler.ready(job);
  });
  scheduler.ready(job);
  return counter;
}

test('an error of one job does not keep the others from running', async () => {
  const scheduler = newScheduler();
  const log: string[] = [];
  scheduler.ready(
    new Job(() => {
      throw new Error('must not');
    }),
  );
  scheduler.ready(new Job(() => log.push('second')));
  expect(() => scheduler.drain()).toThrow('must not');
  await immediate();
  scheduler.ready(new Job(() => log.push('third')));
  scheduler.drain();
  expect(log).toEqual(['second', 'third']);
});

test('a slice ends after 4,000 reductions, and the event loop runs', async () => {
  const scheduler = newScheduler();
  const counter = endless(scheduler);
  scheduler.drain();
  expect(counter.runs).toBe(4000);
  await immediate();
  expect(counter.runs).toBe(8000);
});

test('a slice ends after 8 ms, however few the reductions', () => {
  const clock = new VirtualClock(0);
  const scheduler = newScheduler(clock);
  for (let reduction = 0; reduction < 16; reduction++) expect(scheduler.spend()).toBe(true);
  clock.stall(9);
  const spent = Array.from({ length: 20 }, () => scheduler.spend());
  expect(spent).toEqual([...Array<boolean>(15).fill(true), ...Array<boolean>(5).fill(false)]);
});

test('after the end of a slice nothing runs before the event loop has', async () => {
  const scheduler = newScheduler();
  const log: string[] = [];
  scheduler.endSlice();
  scheduler.endSlice();
  scheduler.ready(new Job(() => log.push('job')));
  scheduler.drain();
  await new Promise<void>((resolve) => process.nextTick(resolve));
  log.push('tick');
  await immediate();
  await immediate();
  expect(log).toEqual(['tick', 'job']);
});

test('the rest of a drain waits for the next slice when a job ends this one', async () => {
  const scheduler = newScheduler();
  const log: string[] = [];
  scheduler.ready(new Job(() => scheduler.endSlice()));
  scheduler.ready(new Job(() => log.push('second')));
  scheduler.drain();
  expect(log).toEqual([]);
  await immediate();
  await immediate();
  expect(log).toEqual(['second']);
});

test('a timer fires while jobs make each other ready without end', async () => {
  const scheduler = new Scheduler(systemClock, (action) => action());
  const counter = endless(scheduler);
  const runs = await new Promise<number>((resolve) => setTimeout(() => resolve(counter.runs), 10));
  expect(runs).toBeGreaterThan(0);
  await immediate();
  await immediate();
  expect(counter.runs).toBeGreaterThan(runs);
});

test('what is drained later runs in the root context, not in that of who made it ready', async () => {
  const storage = new AsyncLocalStorage<string>();
  const scheduler = new Scheduler(new VirtualClock(0), (action) => storage.exit(action));
  const seen: unknown[] = [];
  const note = () => seen.push(storage.getStore());
  storage.run('process', () => {
    scheduler.ready(new Job(note));
    storage.run('other process', () => scheduler.endSlice());
  });
  await immediate();
  await immediate();
  storage.run('process', () => scheduler.ready(new Job(note)));
  await immediate();
  expect(seen).toEqual([undefined, undefined]);
});
