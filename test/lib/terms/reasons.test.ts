import { catchTerm, error, ErlangError, exit, exitReasonOf, ExitError, stackOf, ZombieError } from 'regent-otp';
import { expect, test } from 'vitest';

test('the reason of an exit is its term, without a stack', () => {
  expect(exitReasonOf(new ExitError(['a', 'b']))).toEqual(['a', 'b']);
});

test('the reason of error(term) is the term with the error, which has the stack', () => {
  const raised = new ErlangError('badarith');
  expect(exitReasonOf(raised)).toEqual(['badarith', raised]);
  expect((exitReasonOf(raised) as unknown[])[1]).toBe(raised);
  expect(stackOf(raised)[0]).toMatch(/^at .*reasons\.test\.ts/);
});

test('the reason of any other Error is the Error, which has the stack too', () => {
  const raised = new TypeError('no function');
  for (const item of exitReasonOf(raised) as unknown[]) expect(item).toBe(raised);
});

test('the reason of any other thrown value is nocatch', () => {
  expect(exitReasonOf('ball')).toEqual([['nocatch', 'ball'], []]);
  expect(exitReasonOf(undefined)).toEqual([['nocatch', undefined], []]);
});

test('an Error without a stack has an empty one', () => {
  const raised = new Error('bare');
  Reflect.set(raised, 'stack', undefined);
  expect(stackOf(raised)).toEqual([]);
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
  expect(await catchTerm(() => error('x'))).toEqual(['EXIT', ['x', expect.any(ErlangError)]]);
});

test('catchTerm does not catch that the process has ended', async () => {
  const zombie = new ZombieError('<a.1.2>');
  await expect(
    catchTerm(() => {
      throw zombie;
    }),
  ).rejects.toBe(zombie);
});
