/** One test for each recorded scenario of an area, named by its id. */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startNode, type Node } from 'regent-otp';
import { agreementOf } from './agreement.js';
import reasons from './impossible.json' with { type: 'json' };
import pendingReasons from './pending.json' with { type: 'json' };
import { recordingsOf } from './recording.js';
import { begin, transcript, type Scenario } from './t.js';

/** Scenarios that cannot exist in JavaScript; docs/differences.md says more. They count as not agreeing. */
const impossible = new Set(Object.keys(reasons));

/** Scenarios that need what is not built yet. They count as not agreeing, and fail here as soon as they do agree. */
const pending = new Set(Object.keys(pendingReasons));

/** Where the scenarios of an area run. */
export interface Setting {
  /** Starts the node of one scenario. */
  start(): Node | Promise<Node>;
  /** Ends what it took besides. */
  stop?(): Promise<void>;
  /** What is added to the ids, if an area runs in several settings. */
  readonly suffix?: string;
}

const alone: Setting = { start: () => startNode() };

/** Runs all scenarios of an area and compares each with what was recorded. */
export function defineArea(area: string, scenarios: readonly Scenario[], setting: Setting = alone): void {
  const recordings = recordingsOf(area);
  const runs = new Map(scenarios);
  describe(area, () => {
    test('every scenario here was recorded', () => {
      expect([...runs.keys()].filter((id) => !recordings.has(id))).toEqual([]);
    });

    for (const [id, recorded] of recordings) {
      const run = runs.get(id);
      // A scenario without a port fails: it does not agree.
      const define = impossible.has(id) || pending.has(id) ? test.fails : test;
      define(`${id}${setting.suffix ?? ''}`, { timeout: 30_000 }, async ({ task }) => {
        expect(run, `${id} has no port`).toBeDefined();
        await play(run!, setting);
        const { steps, nodeLabels } = transcript();
        const agreement = agreementOf(recorded, steps, nodeLabels);
        // For the reports of `npm run conformance` and its kin.
        Object.assign(task.meta, agreement);
        const seen = steps.map(
          (step, index) => `${index + 1} ${step.event} ${inspect(step.value, { depth: 8, breakLength: Infinity })}`,
        );
        expect(
          agreement.difference === undefined ? [] : [agreement.difference, ...seen],
          (recorded.fresh ?? recorded.on[27]).map((step) => `${step.step} ${step.event} ${step.value}`).join('\n'),
        ).toEqual([]);
      });
    }
  });
}

async function play(run: () => unknown, setting: Setting): Promise<void> {
  const node = await setting.start();
  begin(node.name);
  try {
    await node.run(() => run());
  } finally {
    await node.stop();
    await setting.stop?.();
  }
}
