import fc from 'fast-check';
import { systemClock } from 'regent-otp';
import { expect, test } from 'vitest';
import { Timers } from '../../../lib/scheduler/timers.js';
import type { TimerEntry, TimerList } from '../../../lib/scheduler/timers.js';
import { VirtualClock } from '../../support/virtualClock.js';

class Entry implements TimerEntry {
  timerList: TimerList | undefined = undefined;
  timerPrevious: TimerEntry | undefined = undefined;
  timerNext: TimerEntry | undefined = undefined;
  deadline = 0;
  readonly #action: () => void;

  constructor(action: () => void) {
    this.#action = action;
  }

  expire(): void {
    this.#action();
  }
}

/** Timers on a clock of their own, and the log of what expired when. */
class Timeouts {
  readonly clock = new VirtualClock(0);
  readonly timers = new Timers(this.clock, (action) => action());
  readonly log: (readonly [what: unknown, at: number])[] = [];

  start(ms: number, what: unknown = ms): Entry {
    const entry = new Entry(() => this.log.push([what, this.clock.now()]));
    this.timers.start(entry, ms);
    return entry;
  }

  get expired(): readonly unknown[] {
    return this.log.map(([what]) => what);
  }
}

test('timeouts expire at their time, in order of their deadlines', () => {
  const timeouts = new Timeouts();
  for (const ms of [150, 0, 100, 50]) timeouts.start(ms);
  timeouts.clock.advance(149);
  expect(timeouts.log).toEqual([
    [0, 0],
    [50, 50],
    [100, 100],
  ]);
  timeouts.clock.advance(1);
  expect(timeouts.expired).toEqual([0, 50, 100, 150]);
});

test('timeouts of one deadline expire in the order of their start', () => {
  const timeouts = new Timeouts();
  for (let index = 0; index < 100; index++) timeouts.start(30, index);
  timeouts.clock.advance(30);
  expect(timeouts.expired).toEqual([...Array(100).keys()]);
});

test('a stopped timeout does not expire, and can be stopped again', () => {
  const timeouts = new Timeouts();
  const [first, second, third] = [timeouts.start(10, 1), timeouts.start(10, 2), timeouts.start(10, 3)];
  timeouts.timers.stop(second);
  timeouts.timers.stop(second);
  timeouts.clock.advance(10);
  for (const entry of [first, third]) timeouts.timers.stop(entry);
  expect(timeouts.expired).toEqual([1, 3]);
});

test('a timeout started after an earlier one of the same duration was stopped has its whole time', () => {
  const timeouts = new Timeouts();
  timeouts.timers.stop(timeouts.start(100, 'stopped'));
  timeouts.clock.advance(60);
  timeouts.start(100, 'second');
  timeouts.clock.advance(99);
  expect(timeouts.log).toEqual([]);
  timeouts.clock.advance(1);
  expect(timeouts.log).toEqual([['second', 160]]);
});

test('timeouts that came due while nothing could run expire in order of their deadlines', () => {
  const timeouts = new Timeouts();
  const stopped = timeouts.start(100, 'stopped');
  timeouts.start(120);
  timeouts.clock.advance(50);
  timeouts.timers.stop(stopped);
  timeouts.start(100, 150);
  timeouts.start(10, 60);
  timeouts.clock.stall(250);
  timeouts.clock.catchUp();
  expect(timeouts.expired).toEqual([60, 120, 150]);
});

test.each([2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1000, 2 ** 32 - 1, 2 ** 40])(
  'a timeout of %d ms does not expire early',
  (ms) => {
    const timeouts = new Timeouts();
    timeouts.start(ms);
    timeouts.clock.advance(ms - 1);
    expect(timeouts.log).toEqual([]);
    timeouts.clock.advance(1);
    expect(timeouts.log).toEqual([[ms, ms]]);
  },
);

test('the clock is never asked to wait for longer than it can', () => {
  const waits: number[] = [];
  const timers = new Timers({ ...systemClock, now: () => 0, setTimer: (_callback, ms) => waits.push(ms) }, (action) =>
    action(),
  );
  timers.start(new Entry(() => undefined), 2 ** 40);
  expect(waits).toEqual([2 ** 30]);
});

test('a clock that calls back early is asked again', () => {
  let now = 0;
  const asked: { callback: () => void; ms: number }[] = [];
  const clock = {
    ...systemClock,
    now: () => now,
    setTimer: (callback: () => void, ms: number) => asked.push({ callback, ms }),
  };
  const timers = new Timers(clock, (action) => action());
  let expired = 0;
  timers.start(new Entry(() => expired++), 10);
  now = 9.4;
  asked[0]!.callback();
  expect([expired, asked[1]!.ms]).toEqual([0, 1]);
  now = 10;
  asked[1]!.callback();
  expect([expired, asked.length]).toEqual([1, 2]);
});

test('what expires may start and stop others', () => {
  const timeouts = new Timeouts();
  const starter = new Entry(() => {
    timeouts.timers.stop(victim);
    timeouts.start(5, 'started');
    timeouts.start(0, 'at once');
  });
  timeouts.timers.start(starter, 10);
  const victim = timeouts.start(20, 'victim');
  timeouts.start(30, 'last');
  timeouts.clock.advance(30);
  expect(timeouts.log).toEqual([
    ['at once', 10],
    ['started', 15],
    ['last', 30],
  ]);
});

test('one that fails to expire does not stop the others', () => {
  const timeouts = new Timeouts();
  timeouts.timers.start(
    new Entry(() => {
      throw new Error('must not');
    }),
    10,
  );
  timeouts.start(20);
  expect(() => timeouts.clock.advance(10)).toThrow('must not');
  timeouts.clock.advance(10);
  expect(timeouts.expired).toEqual([20]);
});

test('calls with one timeout that are answered in time set one timer of the clock', () => {
  const timeouts = new Timeouts();
  for (let call = 0; call < 1000; call++) timeouts.timers.stop(timeouts.start(5000));
  expect(timeouts.clock.pending).toBe(1);
  timeouts.clock.advance(5000);
  expect([timeouts.expired, timeouts.clock.pending]).toEqual([[], 0]);
});

test('timeouts of ever new durations that are stopped leave nothing behind', () => {
  const timeouts = new Timeouts();
  timeouts.start(100_001);
  for (let ms = 100_000; ms > 0; ms--) timeouts.timers.stop(timeouts.start(ms));
  expect(timeouts.timers.durations).toBeLessThan(1000);
  timeouts.clock.advance(100_001);
  expect(timeouts.expired).toEqual([100_001]);
  expect(timeouts.timers.durations).toBe(0);
});

test('clearing drops all timeouts', () => {
  const timeouts = new Timeouts();
  timeouts.start(10);
  const other = timeouts.start(20);
  timeouts.timers.clear();
  timeouts.timers.stop(other);
  timeouts.clock.advance(20);
  expect([timeouts.expired, timeouts.clock.pending]).toEqual([[], 0]);
  timeouts.start(10, 'again');
  timeouts.clock.advance(10);
  expect(timeouts.expired).toEqual(['again']);
});

test('any timeouts expire at their deadlines and in their order, those that are stopped not at all', () => {
  const plan = fc.array(
    fc.record({ at: fc.nat(50), ms: fc.oneof(fc.constantFrom(0, 5, 20), fc.nat(60)), stopAt: fc.option(fc.nat(120)) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(plan, (steps) => {
      const timeouts = new Timeouts();
      const entries = new Map<number, Entry>();
      for (let time = 0; time <= 120; time++) {
        steps.forEach(({ at, ms, stopAt }, index) => {
          if (at === time) entries.set(index, timeouts.start(ms, index));
          if (stopAt === time && entries.has(index)) timeouts.timers.stop(entries.get(index)!);
        });
        timeouts.clock.advance(1);
      }
      // At each time the timeouts that are due expire first, then some are started and stopped.
      const isStopped = ({ at, ms, stopAt }: (typeof steps)[0]) =>
        stopAt !== null && (stopAt === at || (stopAt > at && stopAt < at + ms));
      const expected = steps.flatMap((step, index) => (isStopped(step) ? [] : [[index, step.at + step.ms]]));
      const times = timeouts.log.map(([, at]) => at);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      expect(new Map(timeouts.log as [number, number][])).toEqual(new Map(expected as [number, number][]));
    }),
  );
});

test("the machine's clock calls back, unless it is told not to, and lets the OS process end", async () => {
  const before = systemClock.now();
  const cancelled = systemClock.setTimer(() => expect.unreachable(), 1);
  systemClock.clearTimer(cancelled);
  const timer = await new Promise<unknown>((resolve) => {
    const set: unknown = systemClock.setTimer(() => resolve(set), 2);
  });
  expect((timer as NodeJS.Timeout).hasRef()).toBe(false);
  expect(systemClock.now()).toBeGreaterThan(before);
  expect(Math.abs(systemClock.systemTime() - Date.now())).toBeLessThan(60_000);
});
