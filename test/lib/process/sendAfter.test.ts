import {
  cancelTimer,
  exit,
  makeRef,
  monotonicTime,
  on,
  readTimer,
  receive,
  register,
  self,
  sendAfter,
  send,
  spawn,
  startTimer,
  unregister,
} from 'regent-otp';
import type { Address, CancelOption, Ref, TimerOption } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';

/** Runs a function as a process on a clock that it moves itself. */
function onVirtualClock(action: (clock: VirtualClock) => unknown): Promise<unknown> {
  const clock = new VirtualClock();
  return startTestNode({ clock }).run(() => action(clock));
}

test('a message comes when its time has come, on the clock of the machine too', async () => {
  await startTestNode().run(async () => {
    const ref = startTimer(1, self(), 'started');
    sendAfter(2, self(), 'sent');
    expect([await receive(on(P._, (message) => message)), await receive(on(P._, (message) => message))]).toEqual([
      ['timeout', ref, 'started'],
      'sent',
    ]);
  });
});

test('messages come in the order of their times', async () => {
  await onVirtualClock((clock) => {
    for (const ms of [150, 0, 100, 50]) sendAfter(ms, self(), ms);
    clock.advance(200);
    expect(waiting()).toEqual([0, 50, 100, 150]);
  });
});

test('messages come in the order of their times also when nothing could run meanwhile', async () => {
  await onVirtualClock((clock) => {
    const cancelled = sendAfter(100, self(), 'cancelled');
    sendAfter(120, self(), 120);
    clock.advance(50);
    cancelTimer(cancelled);
    sendAfter(100, self(), 150);
    clock.stall(1000);
    clock.catchUp();
    expect(waiting()).toEqual([120, 150]);
  });
});

test('a timer of 0 ms comes later than a message that is sent after it', async () => {
  await startTestNode().run(async () => {
    sendAfter(0, self(), 'timer');
    send(self(), 'message');
    expect(await receive(on(P._, (message) => message))).toBe('message');
    expect(await receive(on(P._, (message) => message))).toBe('timer');
  });
});

test.each([2 ** 31, 2 ** 32, 2 ** 40])('a timer of %d ms comes at its time', async (ms) => {
  await onVirtualClock((clock) => {
    const ref = sendAfter(ms, self(), 'x');
    expect(readTimer(ref)).toBe(ms);
    clock.advance(ms - 1);
    expect([readTimer(ref), waiting()]).toEqual([1, []]);
    clock.advance(1);
    expect([readTimer(ref), waiting()]).toEqual([false, ['x']]);
  });
});

test('cancelTimer gives the ms that are left, and the message never comes', async () => {
  await onVirtualClock((clock) => {
    const ref = sendAfter(10_000, self(), 'x');
    clock.advance(100);
    expect([readTimer(ref), cancelTimer(ref), cancelTimer(ref), readTimer(ref)]).toEqual([9900, 9900, false, false]);
    clock.advance(20_000);
    expect(waiting()).toEqual([]);
  });
});

test('a timer can be read and cancelled by any process', async () => {
  await onVirtualClock(async () => {
    const [ref, parent] = [sendAfter(10_000, self(), 'x'), self()];
    spawn(() => send(parent, [readTimer(ref), cancelTimer(ref)]));
    expect(await receive(on(P._, (message) => message))).toEqual([10_000, 10_000]);
  });
});

test('the time left is whole, and never less than nothing', async () => {
  await onVirtualClock((clock) => {
    const ref = sendAfter(10, self(), 'x');
    clock.stall(0.5);
    expect(readTimer(ref)).toBe(10);
    clock.stall(100);
    expect(cancelTimer(ref)).toBe(0);
  });
});

test('a message that has come stays when its timer is cancelled', async () => {
  await onVirtualClock((clock) => {
    const ref = sendAfter(10, self(), 'x');
    clock.advance(10);
    expect([cancelTimer(ref), waiting()]).toEqual([false, ['x']]);
  });
});

test('cancelTimer can answer by a message, or not at all', async () => {
  await onVirtualClock((clock) => {
    const [one, other] = [sendAfter(10, self(), 'x'), sendAfter(20, self(), 'x')];
    expect(cancelTimer(one, [['async', true]])).toBe('ok');
    expect(cancelTimer(one, [['async', true]])).toBe('ok');
    expect(cancelTimer(other, [['info', false]])).toBe('ok');
    expect(
      cancelTimer(other, [
        ['async', true],
        ['info', false],
      ]),
    ).toBe('ok');
    expect(
      cancelTimer(sendAfter(30, self(), 'x'), [
        ['async', false],
        ['info', true],
      ]),
    ).toBe(30);
    clock.advance(100);
    expect(waiting()).toEqual([
      ['cancel_timer', one, 10],
      ['cancel_timer', one, false],
    ]);
  });
});

test('a time can be a point of the monotonic clock, also one that has passed', async () => {
  await onVirtualClock((clock) => {
    const ref = sendAfter(monotonicTime() + 30, self(), 'future', [['abs', true]]);
    startTimer(-5, self(), 'past', [['abs', true]]);
    sendAfter(5, self(), 'relative', [['abs', false]]);
    expect(readTimer(ref)).toBe(30);
    clock.advance(0);
    expect(waiting()).toEqual([['timeout', expect.anything(), 'past']]);
    clock.advance(30);
    expect(waiting().slice(1)).toEqual(['relative', 'future']);
  });
});

test('a name is looked up when the time has come', async () => {
  await onVirtualClock((clock) => {
    sendAfter(10, 'later', 'one');
    sendAfter(20, 'later', 'two');
    const cancelled = sendAfter(20, 'later', 'three');
    register('later', self());
    clock.advance(10);
    unregister('later');
    expect(cancelTimer(cancelled)).toBe(10);
    clock.advance(10);
    expect(waiting()).toEqual(['one']);
  });
});

test('a timer ends with the process it is for', async () => {
  await onVirtualClock(async (clock) => {
    const pid = spawn(() => forever());
    const ref = sendAfter(10_000, pid, 'x');
    const end = endOf(pid);
    exit(pid, 'kill');
    await end;
    expect([readTimer(ref), cancelTimer(ref)]).toEqual([false, false]);
    const late = sendAfter(10, pid, 'x');
    expect([readTimer(late), cancelTimer(late)]).toEqual([false, false]);
    clock.advance(20_000);
  });
});

test('a timer outlives the process that started it', async () => {
  await onVirtualClock(async (clock) => {
    const parent = self();
    await endOf(spawn(() => sendAfter(10, parent, 'x')));
    clock.advance(10);
    expect(waiting()).toEqual(['x']);
  });
});

test('many timers of one time all come', async () => {
  await onVirtualClock((clock) => {
    for (let index = 0; index < 100; index++) sendAfter(30, self(), index);
    clock.advance(30);
    expect(waiting()).toEqual([...Array(100).keys()]);
  });
});

test.each<[string, () => unknown, string]>([
  ['a negative time', () => sendAfter(-1, self(), 'x'), 'sendAfter: ms must be an integer of 0 or more, not -1'],
  ['a broken time', () => startTimer(4.5, self(), 'x'), 'startTimer: ms must be an integer of 0 or more, not 4.5'],
  ['a time that is no number', () => sendAfter('a' as unknown as number, self(), 'x'), "not 'a'"],
  ['a time that is too long', () => sendAfter(2 ** 60, self(), 'x'), 'sendAfter: ms must be'],
  [
    'no destination',
    () => sendAfter(1, 5 as unknown as Address, 'x'),
    'sendAfter: to must be an Address of this node or a name, not 5',
  ],
  [
    'bad options',
    () => sendAfter(1, self(), 'x', ['abs'] as unknown as TimerOption[]),
    'sendAfter: options must be a list',
  ],
  [
    'options that are no list',
    () => startTimer(1, self(), 'x', 5 as unknown as TimerOption[]),
    'startTimer: options must be',
  ],
  [
    'bad options of cancelTimer',
    () => cancelTimer(makeRef(), ['info'] as unknown as CancelOption[]),
    'cancelTimer: options must',
  ],
  [
    'no timer to cancel',
    () => cancelTimer('x' as unknown as Ref),
    "cancelTimer: ref must be the reference of a timer, not 'x'",
  ],
  [
    'no timer to read',
    () => readTimer('x' as unknown as Ref),
    "readTimer: ref must be the reference of a timer, not 'x'",
  ],
])('%s is badarg and named', async (_what, call, message) => {
  await startTestNode().run(() => {
    expect(call).toThrow(message);
    expect(waiting()).toEqual([]);
  });
});

test('a destination on another node is badarg', async () => {
  const elsewhere = startTestNode({ name: 'elsewhere' }).newMailbox().address;
  await startTestNode().run(() => {
    expect(() => sendAfter(1, elsewhere, 'x')).toThrow('sendAfter: to must be an Address of this node or a name');
  });
});

test('a reference that is no timer has none', async () => {
  await startTestNode().run(() => {
    expect([readTimer(makeRef()), cancelTimer(makeRef())]).toEqual([false, false]);
  });
});
