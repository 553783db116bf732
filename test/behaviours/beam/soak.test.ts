// The soak beside Erlang, for some seconds, as `npm run soak:beam` runs it for ten minutes.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { hasErlang } from '../../support/erlang.js';
import { soakBeam } from '../../soak/beam/soakBeam.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test.skipIf(!hasErlang)(
  'faults in a random order break no promise between Regent and Erlang',
  { timeout: 120_000 },
  async () => {
    const lines: string[] = [];
    const problems = await soakBeam({ seconds: 8, seed: 11, root, print: (line) => lines.push(line) });
    expect(problems, lines.join('\n')).toEqual([]);
    expect(lines.join('\n')).toMatch(/messages: [1-9]\d* sent, [1-9]\d* received; calls: [1-9]\d* replies/);
  },
);
