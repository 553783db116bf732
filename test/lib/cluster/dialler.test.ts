import { startNode } from 'regent-otp';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { BackOff } from '../../../lib/cluster/backOff.js';
import { DialError, RefusedError } from '../../../lib/cluster/connectErrors.js';
import type { Connection } from '../../../lib/cluster/connection.js';
import { Dialler } from '../../../lib/cluster/dialler.js';
import { VirtualClock } from '../../support/virtualClock.js';

interface Attempt {
  readonly signal: AbortSignal;
  readonly succeed: (connection: Connection) => void;
  readonly fail: (error: Error) => void;
}

const connection = { close: () => undefined } as unknown as Connection;
const down = new DialError('nobody there');
const simultaneous = new RefusedError('b', 'not_admitted', 'simultaneous_connect');

let clock: VirtualClock;
let attempts: Attempt[];
let failures: string[];
let connections: Connection[];
let dialler: Dialler;

beforeEach(() => {
  clock = new VirtualClock();
  [attempts, failures, connections] = [[], [], []];
  const host = startNode({ name: 'a', clock });
  onTestFinished(() => host.stop());
  dialler = new Dialler({
    host,
    backOff: new BackOff({ min: 100, max: 1000, random: () => 1 }),
    dial: (signal) => new Promise((resolve, reject) => attempts.push({ signal, succeed: resolve, fail: reject })),
    onConnection: (connection) => {
      connections.push(connection);
      dialler.settle();
    },
    onFailure: (reason) => failures.push(reason),
  });
});

/** Has the last attempt fail, and waits until that is known. */
const fail = async (error: Error = down) => {
  attempts.at(-1)!.fail(error);
  await clock.elapse(0);
};

test('there is one attempt at a time', () => {
  dialler.tryNow();
  dialler.tryNow();
  expect(attempts).toHaveLength(1);
  expect([dialler.isDialling, dialler.isTrying]).toEqual([true, true]);
});

test('an attempt that fails is followed by another, after waits that grow', async () => {
  dialler.tryNow();
  await fail();
  expect([failures, dialler.isTrying]).toEqual([['nobody there'], false]);
  await clock.elapse(99);
  expect(attempts).toHaveLength(1);
  await clock.elapse(1);
  await fail();
  await clock.elapse(199);
  expect(attempts).toHaveLength(2);
  await clock.elapse(1);
  expect(attempts).toHaveLength(3);
});

test('one made on demand comes at once and does not lengthen the wait', async () => {
  dialler.tryNow();
  await fail();
  dialler.tryNow();
  await fail();
  dialler.tryNow();
  await fail();
  expect(attempts).toHaveLength(3);
  await clock.elapse(100);
  expect(attempts).toHaveLength(4);
});

test('a wait that ends while one is made on demand starts none beside it', async () => {
  dialler.tryNow();
  await fail();
  dialler.tryNow();
  await clock.elapse(100);
  expect(attempts).toHaveLength(2);
  await fail();
  await clock.elapse(200);
  expect(attempts).toHaveLength(3);
});

test('when a connection stands no more attempts are made', async () => {
  dialler.tryNow();
  await fail();
  dialler.tryNow();
  attempts[1]!.succeed(connection);
  await clock.elapse(10_000);
  expect([connections, attempts.length, clock.pending]).toEqual([[connection], 2, 0]);
});

test('an attempt is given up when another connection stands, and so is what comes of it nevertheless', async () => {
  const closed: string[] = [];
  dialler.tryNow();
  dialler.settle();
  expect(attempts[0]!.signal.aborted).toBe(true);
  attempts[0]!.succeed({ close: (reason: string) => closed.push(reason) } as unknown as Connection);
  await clock.elapse(10_000);
  expect([closed, connections, failures, attempts.length]).toEqual([['not needed any more'], [], [], 1]);
});

test('one refused because the other node dials too is no failure: its connection is waited for', async () => {
  dialler.tryNow();
  await fail(simultaneous);
  expect([failures, dialler.isDialling, dialler.isTrying]).toEqual([[], false, true]);
  dialler.tryNow();
  expect(attempts).toHaveLength(1);
});

test('when that does not come, the next attempt is made soon', async () => {
  dialler.tryNow();
  await fail();
  await clock.elapse(100);
  await fail();
  dialler.tryNow();
  await fail(simultaneous);
  await clock.elapse(100);
  expect(attempts).toHaveLength(4);
  await fail();
  expect([failures.length, dialler.isTrying]).toEqual([3, false]);
});

test('who refused the other because of its own attempt lets the other have its turn when that fails', async () => {
  dialler.tryNow();
  dialler.hasRefusedOther();
  await fail();
  expect([failures, dialler.isDialling, dialler.isTrying]).toEqual([[], false, true]);
  dialler.tryNow();
  expect(attempts).toHaveLength(1);
  await clock.elapse(100);
  await fail();
  expect(failures).toEqual(['nobody there']);
});

test('after stop no attempt is made any more', async () => {
  dialler.tryNow();
  await fail();
  dialler.stop();
  dialler.tryNow();
  dialler.tryLater();
  await clock.elapse(10_000);
  expect([attempts.length, dialler.isTrying, clock.pending]).toEqual([1, false, 0]);
});
