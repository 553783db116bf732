/** Global names and locks when a cluster over TLS falls into two halves, and when these meet again. */
import { expect, onTestFinished, test } from 'vitest';
import { isProcessAlive, on, receive, self, type Address, type Node } from 'regent-otp';
import { global } from 'regent-otp/behaviours';
import { endpointText } from '../../../lib/cluster/endpoint.js';
import { eventually } from '../../support/eventually.js';
import { startTlsCluster } from '../../support/startTlsCluster.js';
import { idle } from './partition.js';

const ids = ['a', 'b', 'c', 'd'] as const;
type Id = (typeof ids)[number];

/** Four nodes; a half lets those of the other in no more, until they meet. */
async function start() {
  const { nodes, clusters, stop } = await startTlsCluster(ids, { reconnect: { min: 1, max: 20 } });
  onTestFinished(stop);
  const across = (one: readonly Id[], other: readonly Id[], action: (from: Id, to: Id) => unknown) =>
    Promise.all(one.flatMap((a) => other.flatMap((b) => [action(a, b), action(b, a)])));
  const sync = () => Promise.all(ids.map((id) => nodes[id].run(() => global.sync())));
  await sync();
  return {
    nodes,
    async split(one: readonly Id[], other: readonly Id[]) {
      await across(one, other, (from, to) => clusters[from].removeNode(to));
      await sync();
    },
    async meet(one: readonly Id[], other: readonly Id[]) {
      await across(one, other, (from, to) =>
        clusters[from].addNode({ id: to, address: endpointText(clusters[to].endpoint!) }),
      );
      await across(one, other, (from, to) => clusters[from].connected(to));
      await sync();
    },
    whereis: (name: unknown) => Promise.all(ids.map((id) => nodes[id].run(() => global.whereisName(name)))),
  };
}

/** A process that has a lock on all nodes it sees, until it is told to stop. */
const locker = (node: Node, resource: string) =>
  new Promise<Address>((resolve) => {
    node.spawn(async () => {
      expect(await global.setLock([resource, self()])).toBe(true);
      resolve(self());
      await receive(on('stop', () => 'ok'));
    });
  });

const isFree = (node: Node, resource: string) =>
  node.run(async () => {
    const isSet = await global.setLock([resource, self()], [...ids], 0);
    if (isSet) await global.delLock([resource, self()], [...ids]);
    return isSet;
  });

test('names that both halves have given are held once after they meet, by the same process on all nodes', async () => {
  const { nodes, split, meet, whereis } = await start();
  await split(['a', 'b'], ['c', 'd']);
  const names = Array.from({ length: 20 }, (_, index) => ['name', index]);
  const holders = new Map<Address, Node>();
  for (const node of [nodes.b, nodes.c]) {
    for (const name of names) {
      const pid = idle(node);
      holders.set(pid, node);
      expect(await node.run(() => global.registerName(name, pid))).toBe('yes');
    }
  }
  await meet(['a', 'b'], ['c', 'd']);
  const winners = new Set<Address>();
  for (const name of names) {
    const found = new Set(await whereis(name));
    expect([found.size, found.has(undefined)]).toEqual([1, false]);
    winners.add([...found][0]!);
  }
  expect(winners.size).toBe(names.length);
  // Who has lost is killed, as by OTP's rule.
  for (const [pid, node] of holders) {
    await eventually(async () => (await node.run(() => isProcessAlive(pid))) === winners.has(pid));
  }
});

test('a lock that the other half holds is free here, and counts again for what is set after they have met', async () => {
  const { nodes, split, meet } = await start();
  const pid = await locker(nodes.a, 'door');
  expect(await isFree(nodes.c, 'door')).toBe(false);
  await split(['a', 'b'], ['c', 'd']);
  await eventually(() => isFree(nodes.c, 'door'));
  expect(await nodes.b.run(() => global.setLock(['door', self()], ['a', 'b'], 0))).toBe(false);
  await meet(['a', 'b'], ['c', 'd']);
  expect(await isFree(nodes.d, 'door')).toBe(false);
  nodes.a.send(pid, 'stop');
  await eventually(() => isFree(nodes.d, 'door'));
});

test('the locks and names of a node that stops are free for those who see it go', async () => {
  const { nodes } = await start();
  await locker(nodes.a, 'door');
  await nodes.a.run(() => global.registerName('leader', idle(nodes.a)));
  await nodes.a.stop();
  await eventually(() => isFree(nodes.b, 'door'));
  for (const node of [nodes.b, nodes.c, nodes.d]) {
    await eventually(() => node.run(() => global.whereisName('leader') === undefined));
  }
  expect(await nodes.d.run(() => global.registerName('leader', self()))).toBe('yes');
});
