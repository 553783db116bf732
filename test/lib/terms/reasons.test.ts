import { catchTerm, error, ErlangError, exit, exitReasonOf, ExitError, stackOf, ZombieError } from 'regent-otp';
import { expect, test } from 'vitest';

test('the reason of an exit is its term, without a stack', () => {
  expect(exitReasonOf(new ExitError(['a', 'b']))).toEqual(['a', 'b']);
});

test('the reason of error(term) is the term with the stack', () => {
  const raised = new ErlangError('badarith');
  expect(exitReasonOf(raised)).toEqual(['badarith', stackOf(raised)]);
  expect(stackOf(raised)[0]).toMatch(/^at .*reasons\.test\.ts/);
});

test('the reason of any other Error is the Error with the stack', () => {
  const raised = new TypeError('no function');
  expect(exitReasonOf(raised)).toEqual([raised, stackOf(raised)]);
  expect((exitReasonOf(raised) as unknown[])[0]).toBe(raised);
});

test('the reason of any other thrown value is nocatch', () => {
  expect(exitReasonOf('ball')).toEqual([['nocatch', 'ball'], []]);
  expect(exitReasonOf(undefined)).toEqual([['nocatch', undefined], []]);
});

test('an Error without a stack has an empty one', () => {
  const raised = new Error('bare');
  Reflect.set(raised, 'stack', undefined);
  expect(exitReasonOf(raised)).toEqual([raised, []]);
});

test('catchTerm gives the value, what was thrown, or EXIT with the reason', async () => {
  expect(await catchTerm(() => 'value')).toBe('value');
  expect(await catchTerm(async () => 'later')).toBe('later');
  expect(
    await catchTerm(() => {
      throw 'ball';
    }),
  ).toBe('ball');
  expect(await catchTerm(() => exit('x'))).toEqual(['EXIT', 'x']);
  expect(await catchTerm(async () => exit('x'))).toEqual(['EXIT', 'x']);
  expect(await catchTerm(() => error('x'))).toEqual(['EXIT', ['x', expect.arrayContaining([expect.any(String)])]]);
});

test('catchTerm does not catch that the process has ended', async () => {
  const zombie = new ZombieError('<a.1.2>');
  await expect(
    catchTerm(() => {
      throw zombie;
    }),
  ).rejects.toBe(zombie);
});
