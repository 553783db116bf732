// The fuzzer, for some thousand cases, as `npm run fuzz` runs it for a million.
import { expect, test } from 'vitest';
import { fuzz } from '../fuzz/fuzz.js';
import { main } from '../fuzz/main.js';

test('no frame, handshake or connection of a hostile client breaks a promise', { timeout: 120_000 }, async () => {
  const lines: string[] = [];
  const problems = await fuzz({ cases: 4000, seed: 20_261_126, print: (line) => lines.push(line) });
  expect(problems, lines.join('\n')).toEqual([]);
  for (const kind of ['a frame, as it is: ', 'a handshake, another id: ', 'over TLS, noise: ']) {
    expect(lines.some((line) => line.startsWith(kind))).toBe(true);
  }
});

test.each([[['--cases', '0']], [['--seed', 'x']], [['--fast']]])(
  'it says that it cannot be called with %j',
  async (args) => {
    expect(await main(args)).toBe(2);
  },
);
