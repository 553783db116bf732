/**
 * Global names against what must hold whatever happened: random registrations, ends and splits on four nodes, and when all
 * have met again, all nodes agree on who has each name, and no two processes think they have it.
 */
import fc from 'fast-check';
import { test } from 'vitest';
import { exit, isProcessAlive, on, receive, type Address, type Node } from 'regent-otp';
import { global } from 'regent-otp/behaviours';
import { startMemoryCluster } from 'regent-otp/testing';
import { nodeClaims } from '../../../behaviours/global/nodeClaims.js';
import { eventually } from '../../support/eventually.js';
import { messageMode } from '../../support/startTestNode.js';

const ids = ['a', 'b', 'c', 'd'] as const;
const names = ['one', 'two', 'three'] as const;
type Id = (typeof ids)[number];

const id = fc.constantFrom(...ids);
const name = fc.constantFrom(...names);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('register' as const), at: id, name, of: id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('re_register' as const), at: id, name, of: id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unregister' as const), at: id, name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), at: id, name }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cut' as const), at: id, of: id }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('heal' as const), at: id, of: id }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('turns' as const), count: fc.nat(20) }) },
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const idle = (node: Node): Address => node.spawn(() => receive(on('stop', () => 'ok')));

async function run(steps: readonly Step[]): Promise<void> {
  const cluster = await startMemoryCluster(ids, {
    node: { messages: messageMode },
    cluster: { reconnect: { min: 1, max: 3 } },
  });
  const { nodes, network } = cluster;
  const underWay: Promise<unknown>[] = [];
  const at = (where: Id, action: () => unknown) => underWay.push(nodes[where].run(action));
  for (const item of steps) {
    switch (item.kind) {
      case 'register':
        at(item.at, () => global.registerName(item.name, idle(nodes[item.of])));
        break;
      case 're_register':
        at(item.at, () => global.reRegisterName(item.name, idle(nodes[item.of])));
        break;
      case 'unregister':
        at(item.at, () => global.unregisterName(item.name));
        break;
      case 'kill':
        at(item.at, () => {
          const pid = global.whereisName(item.name);
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
  await agree(cluster.nodes);
  await cluster.stop();
}

/** Resolves when all nodes know one claim to each name at most, the same, and that of a living process. */
async function agree(nodes: Readonly<Record<Id, Node>>): Promise<void> {
  await Promise.all(ids.map((node) => nodes[node].run(() => global.sync())));
  for (const wanted of names) {
    await eventually(async () => {
      const found = await Promise.all(ids.map((node) => nodes[node].run(() => nodeClaims().of(wanted))));
      const [[claim] = []] = found;
      const first = claim?.pid;
      if (found.some((claims) => claims.length > 1 || claims[0]?.pid !== first)) return false;
      return first === undefined || nodes[first.node as Id].run(() => isProcessAlive(first));
    });
  }
}

test(
  'after all splits have healed, every name has one process at most, the same on all nodes',
  { timeout: 120_000 },
  async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), run), {
      numRuns: 60,
      timeout: 20_000,
    });
  },
);
