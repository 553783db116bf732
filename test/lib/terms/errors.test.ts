import { inspect } from 'node:util';
import { badarg, error, ErlangError, exit, ExitError, ZombieError } from 'regent-otp';
import { expect, test } from 'vitest';

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

test('an exit is an Error that carries its reason and no stack', () => {
  const thrown = thrownBy(() => exit(['shutdown', 'why'])) as ExitError;
  expect(thrown).toBeInstanceOf(ExitError);
  expect(thrown).toBeInstanceOf(Error);
  expect(thrown.reason).toEqual(['shutdown', 'why']);
  expect([thrown.name, thrown.message]).toEqual(['ExitError', "exit: [ 'shutdown', 'why' ]"]);
  expect(thrown.stack).toBe("ExitError: exit: [ 'shutdown', 'why' ]");
  expect(String(thrown)).toBe("ExitError: exit: [ 'shutdown', 'why' ]");
});

test('error(reason) throws an Error with the reason and a stack', () => {
  const thrown = thrownBy(() => error('overflow')) as ErlangError;
  expect(thrown).toBeInstanceOf(ErlangError);
  expect([thrown.name, thrown.reason, thrown.message]).toEqual(['ErlangError', 'overflow', "'overflow'"]);
  expect(thrown.stack).toContain('errors.test.ts');
});

test('error(reason, args) tells in its message what was called', () => {
  const thrown = thrownBy(() => error('overflow', [1, 'x'])) as ErlangError;
  expect([thrown.reason, thrown.message]).toEqual(['overflow', "'overflow', called with [ 1, 'x' ]"]);
  expect((thrownBy(() => error('overflow', 'none')) as ErlangError).message).toBe("'overflow'");
});

test('a wrong argument is named with its value and what it must be', () => {
  const wrong = badarg('send', 'to', { a: [1] }, 'an Address');
  expect(wrong.reason).toBe('badarg');
  expect(wrong.message).toBe('send: to must be an Address, not { a: [ 1 ] }');
});

test('a long value is cut in a message', () => {
  const { message } = badarg(
    'send',
    'to',
    Array.from({ length: 29 }, () => 'x'.repeat(100)),
    'short',
  );
  expect(message.length).toBeLessThan(500);
  expect(message).toMatch(/\.\.\.$/);
});

test('a ZombieError names the process', () => {
  const zombie = new ZombieError({ toString: () => '<a.1.2>' });
  expect([zombie.name, zombie.message]).toEqual([
    'ZombieError',
    'the process <a.1.2> has exited; its code must not go on',
  ]);
  expect(inspect(zombie)).toContain('ZombieError');
});
