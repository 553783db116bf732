// What is done at the exit of the OS process; exit.test.ts shows it done.
import { createMemoryNetwork, joinCluster, startNode, type Cluster, type Node } from 'regent-otp';
import { expect, test } from 'vitest';
import { atExit } from '../../../lib/cluster/atExit.js';

const listeners = () => process.listenerCount('exit');

test('all actions share one listener, which is gone when the last of them is', () => {
  const before = listeners();
  const forgets = [atExit(() => undefined), atExit(() => undefined)];
  expect(listeners()).toBe(before + 1);
  forgets[0]!();
  expect(listeners()).toBe(before + 1);
  forgets[1]!();
  forgets[1]!();
  expect(listeners()).toBe(before);
});

test('connections that have ended leave nothing to be done', async () => {
  const before = listeners();
  const network = createMemoryNetwork();
  const nodes = ['a', 'b'].map((name) => startNode({ name }));
  const join = (node: Node) => {
    const spec = { nodes: [{ id: node.name, address: `${node.name}:1` }] };
    return joinCluster(node, { spec, transport: network.transport(node.name) });
  };
  const [a, b] = (await Promise.all(nodes.map(join))) as [Cluster, Cluster];
  a.addNode({ id: 'b', address: 'b:1' });
  b.addNode({ id: 'a', address: 'a:1' });
  await a.connected('b');
  expect(listeners()).toBe(before + 1);
  await Promise.all(nodes.map((node) => node.stop()));
  expect(listeners()).toBe(before);
});
