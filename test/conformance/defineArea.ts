/** One test for each recorded scenario of an area, named by its id. */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startNode } from 'regent-otp';
import reasons from './impossible.json' with { type: 'json' };
import pendingReasons from './pending.json' with { type: 'json' };
import { readRecordings } from './recording.js';
import { begin, transcript, type Scenario } from './t.js';
import { difference } from './unify.js';

/** Scenarios that cannot exist in JavaScript; docs/differences.md says more. They count as not agreeing. */
const impossible = new Set(Object.keys(reasons));

/** Scenarios that need what is not built yet. They count as not agreeing, and fail here as soon as they do agree. */
const pending = new Set(Object.keys(pendingReasons));

/** Runs all scenarios of an area and compares each with the transcript of OTP 27, or of OTP 29 where that is another. */
export function defineArea(area: string, scenarios: readonly Scenario[]): void {
  const golden = readRecordings(area);
  const golden29 = readRecordings(area, 'golden-29');
  const runs = new Map(scenarios);
  describe(area, () => {
    test('every scenario here was recorded', () => {
      expect([...runs.keys()].filter((id) => !golden.has(id))).toEqual([]);
    });

    for (const [id, recorded] of golden) {
      const run = runs.get(id);
      // A scenario without a port fails: it does not agree.
      const define = impossible.has(id) || pending.has(id) ? test.fails : test;
      define(id, { timeout: 30_000 }, async () => {
        expect(run, `${id} has no port`).toBeDefined();
        await play(run!);
        const { steps, nodeLabels } = transcript();
        const other = golden29.get(id);
        const differs = difference(recorded, steps, nodeLabels);
        const agrees =
          differs === undefined || (other !== undefined && difference(other, steps, nodeLabels) === undefined);
        const seen = steps.map(
          (step, index) => `${index + 1} ${step.event} ${inspect(step.value, { depth: 8, breakLength: Infinity })}`,
        );
        expect(
          agrees ? [] : [differs, ...seen],
          recorded.map((step) => `${step.step} ${step.event} ${step.value}`).join('\n'),
        ).toEqual([]);
      });
    }
  });
}

async function play(run: () => unknown): Promise<void> {
  const node = startNode();
  begin(node.name);
  try {
    await node.run(() => run());
  } finally {
    await node.stop();
  }
}
