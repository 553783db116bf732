import { describe, expect, test } from 'vitest';
import { isExpectedEnd, isReported, isRestarted, isShutdownDue } from '../../../supervisors/rules/afterExit.js';

const orderly = ['normal', 'shutdown', ['shutdown', 'x']];
const abnormal = ['boom', 'killed', ['shutdown'], ['shutdown', 1, 2], ['boom', []], undefined];

test('permanent children are always restarted and reported', () => {
  for (const reason of [...orderly, ...abnormal]) {
    expect([isRestarted('permanent', reason), isReported('permanent', reason)]).toEqual([true, true]);
  }
});

test('transient children are restarted, and reported, if they end abnormally', () => {
  for (const reason of orderly)
    expect([isRestarted('transient', reason), isReported('transient', reason)]).toEqual([false, false]);
  for (const reason of abnormal)
    expect([isRestarted('transient', reason), isReported('transient', reason)]).toEqual([true, true]);
});

test('temporary children are never restarted, and reported if they end abnormally', () => {
  for (const reason of orderly)
    expect([isRestarted('temporary', reason), isReported('temporary', reason)]).toEqual([false, false]);
  for (const reason of abnormal)
    expect([isRestarted('temporary', reason), isReported('temporary', reason)]).toEqual([false, true]);
});

describe('the end of a child that was stopped', () => {
  test("is expected to be 'shutdown', or 'killed' after brutal_kill", () => {
    expect(isExpectedEnd('permanent', 5000, 'shutdown')).toBe(true);
    expect(isExpectedEnd('permanent', 'infinity', 'shutdown')).toBe(true);
    expect(isExpectedEnd('permanent', 'brutal_kill', 'killed')).toBe(true);
    expect(isExpectedEnd('permanent', 5000, 'killed')).toBe(false);
    expect(isExpectedEnd('permanent', 'brutal_kill', 'shutdown')).toBe(false);
  });

  test('may be any orderly one of a child that is not permanent', () => {
    for (const reason of orderly) {
      expect(isExpectedEnd('transient', 5000, reason)).toBe(true);
      expect(isExpectedEnd('temporary', 'brutal_kill', reason)).toBe(true);
      expect(isExpectedEnd('permanent', 5000, reason)).toBe(reason === 'shutdown');
    }
    for (const reason of abnormal) expect(isExpectedEnd('transient', 5000, reason)).toBe(false);
  });
});

describe('automatic shutdown', () => {
  const child = (significant: boolean, pid: unknown = 'pid') => ({ spec: { significant }, pid });

  test('never happens without the flag, nor for a child that is not significant', () => {
    expect(isShutdownDue('never', child(true), [])).toBe(false);
    expect(isShutdownDue('any_significant', child(false), [])).toBe(false);
    expect(isShutdownDue('all_significant', child(false), [])).toBe(false);
  });

  test('happens with the first significant child, or with the last', () => {
    expect(isShutdownDue('any_significant', child(true), [child(true)])).toBe(true);
    expect(isShutdownDue('all_significant', child(true), [child(true)])).toBe(false);
    expect(isShutdownDue('all_significant', child(true), [child(false), { ...child(true), pid: undefined }])).toBe(
      true,
    );
  });
});
