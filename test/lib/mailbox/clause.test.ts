import { after, down, ErlangError, exitFrom, makeRef, on } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { startTestNode } from '../../support/startTestNode.js';

test.each([0, 1, 2 ** 31, 2 ** 32 - 1, 'infinity'] as const)('after(%s) is a timeout', (ms) => {
  expect(after(ms, () => 'late').ms).toBe(ms);
});

test.each([-1, 1.5, NaN, Infinity, 2 ** 32, '5', 'forever', undefined, null])(
  'after(%s) raises timeout_value and names the value when its time is needed',
  (ms) => {
    const clause = after(ms as number, () => 'late');
    const raised = thrownBy(() => clause.ms);
    expect(raised).toBeInstanceOf(ErlangError);
    expect((raised as ErlangError).reason).toBe('timeout_value');
    expect((raised as ErlangError).message).toContain(`not ${typeof ms === 'string' ? `'${ms}'` : String(ms)}`);
  },
);

test('a timeout matches no message', () => {
  expect(after(0, () => 'late').matches()).toBe(false);
});

test('a clause without a guard takes what its pattern matches', () => {
  expect(on(['add', P.number], () => 'add').matches(['add', 1])).toBe(true);
  expect(on(['add', P.number], () => 'add').matches(['add', 'x'])).toBe(false);
});

test('a guard sees only what the pattern matches, and decides', () => {
  const seen: unknown[] = [];
  const clause = on(
    ['add', P.number],
    (message) => {
      seen.push(message);
      return message[1] > 1;
    },
    () => 'add',
  );
  expect([['add', 1], ['add', 2], 'other'].map((message) => clause.matches(message))).toEqual([false, true, false]);
  expect(seen).toEqual([
    ['add', 1],
    ['add', 2],
  ]);
});

function thrownBy(action: () => unknown): unknown {
  try {
    return action();
  } catch (thrown) {
    return thrown;
  }
}

test('without a reference or pid, down() and exitFrom() take the end of anything', async () => {
  const node = startTestNode();
  const pid = node.spawn(() => undefined);
  const ref = await node.run(() => makeRef());
  const isDown = on(down(), ([, ended, , object, reason]) => [ended, object, reason]);
  expect(isDown.matches(['DOWN', ref, 'process', pid, 'boom'])).toBe(true);
  expect(isDown.matches(['DOWN', 'ref', 'process', pid, 'boom'])).toBe(false);
  const isExit = on(exitFrom(), ([, from, reason]) => [from, reason]);
  expect(isExit.matches(['EXIT', pid, 'boom'])).toBe(true);
  expect(isExit.matches(['EXIT', ref, 'boom'])).toBe(false);
});
