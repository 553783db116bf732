/**
 * Names against what must hold whatever happened: random claims, ends and splits on four nodes, and when all have met
 * again, all nodes know the same claims, of living processes, and as many of a name as the policy lets stay.
 */
import fc from 'fast-check';
import { test } from 'vitest';
import { exit, isProcessAlive, type Node } from 'regent-otp';
import { names, type NamesPolicy } from 'regent-otp/behaviours';
import { startMemoryCluster } from 'regent-otp/testing';
import { claimsOf } from '../../../behaviours/names/claimsOf.js';
import { eventually } from '../../support/eventually.js';
import { messageMode } from '../../support/startTestNode.js';
import { idle } from './claimants.js';

const ids = ['a', 'b', 'c', 'd'] as const;
const claimed = ['one', 'two', 'three'] as const;
type Id = (typeof ids)[number];

const id = fc.constantFrom(...ids);
const name = fc.constantFrom(...claimed);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('register' as const), at: id, name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unregister' as const), at: id, name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), at: id, name }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cut' as const), at: id, of: id }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('heal' as const), at: id, of: id }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('turns' as const), count: fc.nat(20) }) },
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function run(policy: NamesPolicy, steps: readonly Step[]): Promise<void> {
  const cluster = await startMemoryCluster(ids, {
    node: { messages: messageMode },
    cluster: { reconnect: { min: 1, max: 3 } },
  });
  const { nodes, network } = cluster;
  for (const one of ids) await nodes[one].run(() => names.start({ policy }));
  const underWay: Promise<unknown>[] = [];
  const at = (where: Id, action: () => unknown) => underWay.push(nodes[where].run(action));
  for (const item of steps) {
    switch (item.kind) {
      case 'register':
        at(item.at, () => names.register(item.name, idle(nodes[item.at])));
        break;
      case 'unregister':
        at(item.at, () => names.unregisterName(item.name));
        break;
      case 'kill':
        at(item.at, () => {
          const pid = names.lookup(item.name);
          if (pid !== undefined) exit(pid, 'kill');
        });
        break;
      case 'cut':
        if (item.at !== item.of) network.cut(item.at, item.of);
        break;
      case 'heal':
        if (item.at !== item.of) network.heal(item.at, item.of);
        break;
      case 'turns':
        for (let left = item.count; left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
        break;
      default:
        item satisfies never;
    }
  }
  for (const one of ids) for (const other of ids) if (one < other) network.heal(one, other);
  await cluster.connected();
  await Promise.all(underWay);
  for (const wanted of claimed) await eventually(() => agree(cluster.nodes, wanted, policy));
  await cluster.stop();
}

/** Whether all nodes know the same claims of a name, of living processes, and not more than may stay. */
async function agree(nodes: Readonly<Record<Id, Node>>, wanted: string, policy: NamesPolicy): Promise<boolean> {
  await Promise.all(ids.map((node) => nodes[node].run(() => names.sync())));
  const found = await Promise.all(
    ids.map((node) =>
      nodes[node].run(() =>
        claimsOf('names')!
          .table.standing(wanted)
          .map(({ pid }) => pid),
      ),
    ),
  );
  const [first] = found;
  if (found.some((pids) => pids.length !== first!.length || pids.some((pid, index) => pid !== first![index])))
    return false;
  if (policy !== 'all' && first!.length > 1) return false;
  const alive = first!.map((pid) => nodes[pid.node as Id].run(() => isProcessAlive(pid)));
  return (await Promise.all(alive)).every(Boolean);
}

test.each(['all', 'oldest', 'newest'] as const)(
  '%s: after all splits have healed, all nodes know the same claims',
  { timeout: 120_000 },
  async (policy) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => run(policy, steps)),
      { numRuns: 25, timeout: 20_000 },
    );
  },
);
