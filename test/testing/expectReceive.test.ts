/** What a test expects of its mailbox, and what it is told when that does not come. */
import { on, self, send, type Address } from 'regent-otp';
import { expectNoReceive, expectReceive, flush, VirtualClock } from 'regent-otp/testing';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { startTestNode } from '../support/startTestNode.js';

test('a message that waits is taken by its pattern, past others', async () => {
  await startTestNode().run(async () => {
    send(self(), 'other');
    send(self(), ['reply', 1]);
    expect(await expectReceive(['reply', P.number], 0)).toEqual(['reply', 1]);
    expect(flush()).toEqual(['other']);
  });
});

test('one that comes later is waited for', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const me = self();
    node.spawn(() => send(me, 'late'));
    expect(await expectReceive('late')).toBe('late');
  });
});

test('a clause gives what its handler gives, and may have a guard', async () => {
  await startTestNode().run(async () => {
    send(self(), ['count', 1]);
    send(self(), ['count', 5]);
    const large = on(
      ['count', P.number],
      ([, n]) => n > 3,
      ([, n]) => n * 2,
    );
    expect(await expectReceive(large)).toBe(10);
    expect(flush()).toEqual([['count', 1]]);
  });
});

const failureOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error as Error,
  );

test('a message that does not come fails at its time, and the failure shows the pattern and the mailbox', async () => {
  const clock = new VirtualClock(0);
  const node = startTestNode({ clock });
  let me!: Address;
  const failure = node.run(() => {
    me = self();
    send(me, ['reply', 'one']);
    send(me, { name: 'ada' });
    return failureOf(expectReceive(['reply', P.number, P._, P.union(1, 2), { id: me }], 5000));
  });
  await clock.elapse(4999);
  expect(clock.pending).toBe(1);
  await clock.elapse(1);
  const { message, name } = await failure;
  expect(name).toBe('AssertionError');
  expect(message).toBe(
    [
      `expectReceive: no message that matches ['reply', P.number, P._, P.union(...), { id: ${me.toString()} }] came within 5000 ms.`,
      `In the mailbox of ${me.toString()}:`,
      "  [ 'reply', 'one' ]",
      "  { name: 'ada' }",
    ].join('\n'),
  );
});

test('the failure says that the mailbox is empty, and shows of a long one the first messages', async () => {
  await startTestNode().run(async () => {
    expect((await failureOf(expectReceive('never', 0))).message).toMatch(
      /'never' waits\.\nThe mailbox of <.*> is empty\.$/,
    );
    for (let n = 0; n < 25; n++) send(self(), n);
    expect((await failureOf(expectReceive('never', 0))).message).toMatch(/\n {2}19\n {2}and 5 more$/);
    expect(flush()).toHaveLength(25);
  });
});

test('a message that must not come fails with what it is', async () => {
  await startTestNode().run(async () => {
    await expectNoReceive('never', 0);
    send(self(), ['error', 'full']);
    const { message } = await failureOf(expectNoReceive(['error', P._], 0));
    expect(message).toMatch(/^expectNoReceive: \[ 'error', 'full' \] came, which matches \['error', P\._\]\./);
  });
});

test('outside of a process they say so', async () => {
  expect((await failureOf(expectReceive('never'))).message).toMatch(/node\.run/);
  expect(() => flush()).toThrow(/node\.run/);
});
