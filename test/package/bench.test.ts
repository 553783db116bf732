// The benchmarks run, and their results have the form that test/bench/README.md promises.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcome, run } from './project.js';

const bench = 'test/bench/run.mjs';

describe('a run of one workload', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'regent-bench-'));
  let output: string;
  let rows: Record<string, unknown>[];
  let hasErlang: boolean;

  beforeAll(async () => {
    const json = path.join(folder, 'results.json');
    hasErlang = (await outcome('erl', ['-version'])).code === 0;
    output = await run(process.execPath, [bench, '--quick', '--only', 'call', '--json', json]);
    rows = JSON.parse(readFileSync(json, 'utf8')) as Record<string, unknown>[];
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes one element, with medians, ratio and the number of runs', () => {
    const beam = hasErlang ? (expect.any(Number) as unknown) : null;
    const row = { name: 'call', unit: 'ns/call', regent: expect.any(Number) as unknown, runs: 3 };
    expect(rows).toEqual([expect.objectContaining({ ...row, beam, beamAll: beam, ratio: beam })]);
    expect(rows[0]!['regent']).toBeGreaterThan(0);
  });

  it('shows the versions, the options of the node, and a table', () => {
    expect(output).toContain(`Node.js ${process.version}`);
    expect(output).toContain("(messages: 'shared')");
    expect(output).toMatch(/^\| workload +\|.*\n\| -+ \|.*\n\| call +\|/m);
  });
});

it('a workload that does not exist is named', async () => {
  const { code, output } = await outcome(process.execPath, [bench, '--only', 'juggling']);
  expect(code).toBe(1);
  expect(output).toContain('no workload is named juggling');
});
