import { expect, test } from 'vitest';
import { checkFlags } from '../../../supervisors/rules/checkFlags.js';

const defaults = { strategy: 'one_for_one', intensity: 1, period: 5, auto_shutdown: 'never' };

test('what is not given has a default, and keys that mean nothing are left alone', () => {
  expect(checkFlags({})).toEqual(['ok', defaults]);
  expect(checkFlags({ intensity: 7, period: undefined, colour: 'red' })).toEqual([
    'ok',
    { ...defaults, intensity: 7, colour: 'red' },
  ]);
  expect(checkFlags(new Map([['strategy', 'one_for_all']]))).toEqual(['ok', { ...defaults, strategy: 'one_for_all' }]);
  expect(checkFlags(['rest_for_one', 2, 3])).toEqual([
    'ok',
    { ...defaults, strategy: 'rest_for_one', intensity: 2, period: 3 },
  ]);
});

test.each([
  [{ strategy: 'all' }, ['invalid_strategy', 'all']],
  [{ intensity: -1 }, ['invalid_intensity', -1]],
  [{ intensity: 1.5 }, ['invalid_intensity', 1.5]],
  [{ intensity: 'many' }, ['invalid_intensity', 'many']],
  [{ period: 0 }, ['invalid_period', 0]],
  [{ auto_shutdown: 'always' }, ['invalid_auto_shutdown', 'always']],
  [
    ['one_for_one', 1, 0],
    ['invalid_period', 0],
  ],
  ['junk', ['invalid_type', 'junk']],
  [[], ['invalid_type', []]],
  [null, ['invalid_type', null]],
])('%j is refused', (flags, problem) => {
  expect(checkFlags(flags)).toEqual(['error', problem]);
});
