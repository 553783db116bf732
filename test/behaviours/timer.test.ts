/** timer: what is called when, and what is no timer. */
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { on, receive, self, send, spawn, type Address } from 'regent-otp';
import { timer, type TimerRef, type TimerResult } from 'regent-otp/behaviours';
import { endOf } from '../support/endOf.js';
import { flush } from '../lib/cluster/across/place.js';
import { startTestNode } from '../support/startTestNode.js';
import { VirtualClock } from '../support/virtualClock.js';

/** Runs a test on a node whose time stands still. */
const withClock = (test: (clock: VirtualClock) => Promise<void>) => () => {
  const clock = new VirtualClock();
  return startTestNode({ clock }).run(() => test(clock));
};

/** What TypeScript would refuse. */
const junk = (value: unknown): any => value;

const refOf = (result: TimerResult): TimerRef => {
  if (result[0] !== 'ok') throw new Error('not started');
  return result[1];
};

const module = {
  tell(to: Address, message: unknown) {
    send(to, [message, this === module]);
  },
};

describe('a call', () => {
  test(
    'is of a function, with arguments or without, or of one of a module',
    withClock(async (clock) => {
      const me = self();
      timer.applyAfter(10, () => send(me, 'plain'));
      timer.applyAfter(20, (to: Address, message: unknown) => send(to, message), [me, 'with arguments']);
      timer.applyAfter(30, module, 'tell', [me, 'of a module']);
      await clock.elapse(30);
      expect(await flush()).toEqual(['plain', 'with arguments', ['of a module', true]]);
    }),
  );

  test.each([
    ['a time that is none', () => timer.applyAfter(-1, () => 'ok')],
    ['a function that is none', () => timer.applyAfter(1, 'fun' as never)],
    ['arguments that are none', () => timer.applyInterval(1, () => 'ok', junk('args'))],
    ['a name of nothing', () => timer.applyRepeatedly(1, module, 'nothing', [])],
    ['what every object has', () => timer.applyAfter(1, module, 'hasOwnProperty', ['x'])],
    ['no module', () => timer.applyAfter(1, null as never, 'f', [])],
    ['an interval that is none', () => timer.applyRepeatedly(0.5, () => 'ok')],
    ['nobody to send to', () => timer.sendAfter(1, junk(17), 'x')],
    ['nobody to send to again and again', () => timer.sendInterval(1, junk(null), 'x')],
    ['no process to end', () => timer.exitAfter(1, junk('name'), 'x')],
    ['nothing to cancel', () => timer.cancel('x' as never)],
    ['a reference of nothing', () => timer.cancel(['once', 1] as never)],
  ])('with %s is badarg', async (_, start) => {
    await withClock(async () => expect(start()).toEqual(['error', 'badarg']))();
  });
});

describe('an interval', () => {
  test(
    'counts from its start, until it is cancelled',
    withClock(async (clock) => {
      const ref = refOf(timer.sendInterval(10, 'tick'));
      await clock.elapse(35);
      expect(await flush()).toEqual(['tick', 'tick', 'tick']);
      expect(timer.cancel(ref)).toEqual(['ok', 'cancel']);
      await clock.elapse(35);
      expect(await flush()).toEqual([]);
    }),
  );

  test(
    'ends with who it sends to, and is lost on a name that nobody has',
    withClock(async (clock) => {
      const me = self();
      const other = spawn(() => receive(on('tick', () => send(me, 'seen'))));
      const [, ticker] = refOf(timer.sendInterval(10, other, 'tick'));
      const ended = endOf(ticker);
      await clock.elapse(10);
      expect(await ended).toBe('normal');
      expect(await flush()).toEqual(['seen']);
      timer.sendAfter(10, 'nobody', 'lost');
      await clock.elapse(10);
      expect(await flush()).toEqual([]);
    }),
  );

  test(
    'of calls starts each at its time, also while others run',
    withClock(async (clock) => {
      const me = self();
      timer.applyInterval(10, () => (send(me, 'begun'), receive()));
      await clock.elapse(30);
      expect(await flush()).toEqual(['begun', 'begun', 'begun']);
    }),
  );

  test(
    'in turn waits for the one before, and catches up',
    withClock(async (clock) => {
      const me = self();
      timer.applyRepeatedly(10, async () => {
        send(me, self());
        await receive(on('go', () => 'done'));
      });
      await clock.elapse(35);
      const [first, ...more] = (await flush()) as Address[];
      expect(more).toEqual([]);
      send(first!, 'go');
      const second = await receive(on(P._, (pid) => pid as Address));
      send(second, 'go');
      const third = await receive(on(P._, (pid) => pid as Address));
      send(third, 'go');
      await clock.elapse(4);
      expect(await flush()).toEqual([]);
      await clock.elapse(1);
      expect(await flush()).toHaveLength(1);
    }),
  );

  test(
    'in turn goes on after one that failed, and ends with who started it, even while one runs',
    withClock(async (clock) => {
      const me = self();
      const owner = spawn(async () => {
        const [, ticker] = refOf(
          timer.applyRepeatedly(10, () => {
            send(me, 'called');
            throw new Error('oops');
          }),
        );
        send(me, ticker);
        await receive(on('end', () => 'ok'));
      });
      const ticker = await receive(on(P._, (pid) => pid as Address));
      await clock.elapse(20);
      expect(await flush()).toEqual(['called', 'called']);
      const ended = endOf(ticker);
      send(owner, 'end');
      expect(await ended).toBe('normal');
      const slowOwner = spawn(async () => {
        send(me, refOf(timer.applyRepeatedly(10, () => receive()))[1]);
        await receive(on('end', () => 'ok'));
      });
      const slow = await receive(on(P._, (pid) => pid as Address));
      await clock.elapse(10);
      const slowEnded = endOf(slow);
      send(slowOwner, 'end');
      expect(await slowEnded).toBe('normal');
    }),
  );
});

test(
  'exitAfter and killAfter end a process, or the caller',
  withClock(async (clock) => {
    const ends = [
      spawn(() => (timer.exitAfter(10, 'late'), receive())),
      spawn(() => (timer.killAfter(10), receive())),
      spawn(() => receive()),
    ].map((pid) => [pid, endOf(pid)] as const);
    timer.exitAfter(10, ends[2]![0], ['too', 'late']);
    await clock.elapse(10);
    expect(await Promise.all(ends.map(([, end]) => end))).toEqual(['late', 'killed', ['too', 'late']]);
  }),
);

describe('tc', () => {
  test.each(['second', 'millisecond', 'microsecond', 'nanosecond'] as const)('measures in %ss', async (unit) => {
    const [time, result] = await timer.tc((a: number) => a + 1, [1], unit);
    expect(result).toBe(2);
    expect(Number.isInteger(time) && time >= 0).toBe(true);
    expect((await timer.tc(() => 'alone', unit))[1]).toBe('alone');
  });

  test('takes a function, one of a module, and such as are asynchronous', async () => {
    expect((await timer.tc(() => Promise.resolve(7)))[1]).toBe(7);
    expect((await timer.tc(Math, 'max', [1, 5]))[1]).toBe(5);
    await expect(timer.tc(() => Promise.reject(new Error('oops')))).rejects.toThrow('oops');
  });

  test('names what is no unit or no call', async () => {
    await expect(timer.tc(() => 1, 'week' as never)).rejects.toThrow(/unit.*week/);
    await expect(timer.tc(Math, 'nothing', [])).rejects.toThrow('a function, or a module');
    await expect(timer.tc(undefined as never)).rejects.toThrow('a function, or a module');
  });
});

test('times in ms of larger units, and a start that has nothing to do', () => {
  expect([timer.seconds(2), timer.minutes(2), timer.hours(2), timer.hms(1, 1, 1)]).toEqual([
    2000, 120_000, 7_200_000, 3_661_000,
  ]);
  expect(timer.start()).toBe('ok');
});
