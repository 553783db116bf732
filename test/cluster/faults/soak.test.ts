// The soak, for some seconds, as `npm run soak` runs it.
import { beforeAll, expect, test } from 'vitest';
import { built } from '../../support/built.js';
import { runProgram, type Ended } from '../../support/runProgram.js';

const soak = (...args: readonly string[]): Promise<Ended> =>
  runProgram(`
    import { main } from '../test/soak/main.js';
    process.exit(await main(${JSON.stringify(args)}));
  `);

beforeAll(built, 180_000);

test('faults in a random order break no promise', { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await soak('--seconds', '12', '--seed', '11');
  expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^soak: 12 s with --seed 11\nfaults: [1-9]\d* \(.*\)\nconnections: \d+ nodeups, [1-9]/);
  expect(stdout).toMatch(/\nmessages: [1-9]\d* sent, [1-9]\d* told to have come, .*\n/);
  expect(stdout).toMatch(/\nmemory: heap .* at the start, heap .* at the end; .*\nPASSED\n$/);
});

test.each([
  [['--seconds', '0'], '--seconds 0: more than 0 are needed'],
  [['--seed', 'x'], '--seed x: no integer below 2^32'],
  [['--fast'], "Unknown option '--fast'"],
])('it says what is wrong with %j', async (args, what) => {
  const { code, stdout } = await soak(...args);
  expect(code).toBe(2);
  expect(stdout).toContain(`soak: ${what}`);
  expect(stdout).toContain('usage: npm run soak');
});
