import { expect, test } from 'vitest';
import { checkChildSpec } from '../../../supervisors/rules/checkChildSpec.js';
import * as aModule from '../../../supervisors/rules/checkChildSpec.js';

class Bank {
  static startLink(): void {}
}

const named = { [Symbol.toStringTag]: 'bank', startLink: () => undefined };
const nameless = { startLink: () => undefined };

test('a module may be a class, an object, a namespace or a name, and is shown by its name where it has one', () => {
  for (const [module, shown] of [
    [Bank, 'Bank'],
    [named, 'bank'],
    [nameless, nameless],
    [aModule, aModule],
    ['bank', 'bank'],
  ]) {
    const start = [module, 'startLink', []];
    expect(checkChildSpec({ id: module, start }, undefined)).toEqual([
      'ok',
      {
        id: shown,
        start,
        restart: 'permanent',
        significant: false,
        shutdown: 5000,
        type: 'worker',
        modules: [shown],
      },
    ]);
  }
});

test('keys that are undefined count as not given, but an id may be undefined', () => {
  const spec = { id: undefined, start: [Bank, 'startLink', []], restart: undefined, shutdown: undefined };
  expect(checkChildSpec(spec, undefined)).toMatchObject(['ok', { restart: 'permanent', shutdown: 5000 }]);
  expect(checkChildSpec({ id: 1, start: undefined }, undefined)).toEqual(['error', 'missing_start']);
});

test.each([
  [{ start: ['m', 'f'] }, ['invalid_mfa', ['m', 'f']]],
  [{ start: [1, 'f', []] }, ['invalid_mfa', [1, 'f', []]]],
  [{ start: [['m'], 'f', []] }, ['invalid_mfa', [['m'], 'f', []]]],
  [{ start: ['m', 1, []] }, ['invalid_mfa', ['m', 1, []]]],
  [{ shutdown: 1.5 }, ['invalid_shutdown', 1.5]],
  [{ shutdown: 'never' }, ['invalid_shutdown', 'never']],
  [{ modules: ['m', ['n']] }, ['invalid_module', ['n']]],
  [{ modules: ['m', null] }, ['invalid_module', null]],
  [{ significant: 1 }, ['invalid_significant', 1]],
])('%j is refused', (more, problem) => {
  expect(checkChildSpec({ id: 'a', start: ['m', 'f', []], ...more }, undefined)).toEqual(['error', problem]);
});

test('of several problems the one that OTP finds first is told', () => {
  const spec = {
    id: 'a',
    start: ['m', 'f', []],
    restart: 'r',
    significant: 's',
    type: 't',
    shutdown: 'u',
    modules: 'v',
  };
  const steps: readonly (readonly [object, unknown])[] = [
    [{}, ['invalid_restart_type', 'r']],
    [{ restart: 'permanent' }, ['invalid_significant', 's']],
    [{ significant: false }, ['invalid_child_type', 't']],
    [{ type: 'worker' }, ['invalid_shutdown', 'u']],
    [{ shutdown: 0 }, ['invalid_modules', 'v']],
  ];
  let current: object = spec;
  for (const [mended, problem] of steps) {
    current = { ...current, ...mended };
    expect(checkChildSpec(current, undefined)).toEqual(['error', problem]);
  }
});

test('what is no map and no tuple of six is no specification', () => {
  for (const spec of [[], ['a', 'b'], null, 1, new Date()]) {
    expect(checkChildSpec(spec, undefined)).toEqual(['error', ['invalid_child_spec', spec]]);
  }
});
