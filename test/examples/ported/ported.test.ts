// Each program of examples/ported and its original are led through the same, and show the same.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasErlang } from '../../support/erlang.js';
import { startTestNode } from '../../support/startTestNode.js';
import { compileErlang, linesOfOriginal, linesOfPort, programs, recordedLines, startEpmd } from './programs.js';

test('there are at least eight', () => {
  expect(programs.length).toBeGreaterThanOrEqual(8);
});

test.each(programs)('%s: the port shows what the original showed when it was recorded', async (program) => {
  expect(await startTestNode().run(() => linesOfPort(program))).toBe(recordedLines(program));
});

describe.skipIf(!hasErlang)('beside the Erlang that is installed', () => {
  let compiled = '';
  let epmd: Awaited<ReturnType<typeof startEpmd>> | undefined;

  beforeAll(async () => {
    compiled = mkdtempSync(path.join(tmpdir(), 'regent-ported-'));
    compileErlang(compiled);
    epmd = await startEpmd();
  }, 120_000);

  afterAll(() => {
    epmd?.stop();
    rmSync(compiled, { recursive: true, force: true });
  });

  test.each(programs)('%s: the original shows the same', { timeout: 90_000 }, (program) => {
    expect(linesOfOriginal(program, compiled, epmd!.env)).toBe(recordedLines(program));
  });
});
