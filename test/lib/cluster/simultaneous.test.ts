import { joinCluster, on, receive, register, self, send, type Node } from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import { memorySpec } from '../../../lib/cluster/spec/memorySpec.js';
import { startTestNode } from '../../support/startTestNode.js';
import { startTlsCluster } from '../../support/startTlsCluster.js';

/** The nodeups and nodedowns of a node, as they come. */
const eventsOf = (node: Node): string[] => {
  const seen: string[] = [];
  node.on('nodeup', (id) => seen.push(`nodeup ${id}`));
  node.on('nodedown', (id, { reason }) => seen.push(`nodedown ${id} ${reason}`));
  return seen;
};

/** Sends a hundred numbers to the other node, and collects those that come from there. */
const exchange = (node: Node, other: string): Promise<readonly unknown[]> =>
  node.run(async () => {
    register('exchange', self());
    for (let number = 0; number < 100; number++) send(['exchange', other], number);
    const numbers: unknown[] = [];
    while (numbers.length < 100) numbers.push(await receive(on(P._, (number: unknown) => number)));
    return numbers;
  });

const hundred = Array.from({ length: 100 }, (_, index) => index);

describe.each([1, 13, Infinity])('two nodes that dial each other at once, in pieces of %d bytes', (chunkSize) => {
  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('end with one connection, and nothing is lost (%s first)', async (one, two) => {
    for (let round = 0; round < 10; round++) {
      const network = createMemoryNetwork({ chunkSize });
      network.hold('a', 'b');
      const nodes = [one, two].map((name) => startTestNode({ name }));
      const clusters = await Promise.all(
        nodes.map((node) =>
          joinCluster(node, {
            spec: memorySpec(['a', 'b'], node.name),
            transport: network.transport(node.name),
            reconnect: { min: 1, max: 5 },
          }),
        ),
      );
      const events = nodes.map(eventsOf);
      const exchanges = [exchange(nodes[0]!, two), exchange(nodes[1]!, one)];
      expect(clusters.map((cluster) => cluster.nodes()[0]!.state)).toEqual(['connecting', 'connecting']);
      network.release('a', 'b');
      expect(await Promise.all(exchanges)).toEqual([hundred, hundred]);
      expect(events).toEqual([[`nodeup ${two}`], [`nodeup ${one}`]]);
    }
  });
});

test('over TLS they end with one connection too', async () => {
  for (let round = 0; round < 5; round++) {
    const { nodes, clusters, stop } = await startTlsCluster(['a', 'b', 'c']);
    onTestFinished(stop);
    const events = Object.values(nodes).map(eventsOf);
    expect(await Promise.all([exchange(nodes.a, 'b'), exchange(nodes.b, 'a')])).toEqual([hundred, hundred]);
    expect(events).toEqual([[], [], []]);
    for (const cluster of Object.values(clusters)) {
      expect(cluster.nodes().map(({ state }) => state)).toEqual(['connected', 'connected']);
    }
  }
});
