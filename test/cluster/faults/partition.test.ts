// Five nodes of which two lose the three others, and find them again.
import { describe, expect, test } from 'vitest';
import { NamespaceNetwork } from '../../soak/namespaceNetwork.js';
import type { OsCluster } from '../../soak/osCluster.js';
import { ProxyNetwork } from '../../soak/proxyNetwork.js';
import { flows, from, keepsItsPromises, useCluster } from './place.js';

const halves = [
  ['a', 'b'],
  ['c', 'd', 'e'],
] as const;
const ids = halves.flat();

/** Resolves when each node has lost those of the other half, and when numbers pass inside of each half. */
async function comesApart(cluster: OsCluster, split: () => void): Promise<void> {
  const events = new Map(cluster.nodes.map((node) => [node.id, from(node)]));
  split();
  const [left, right] = halves;
  const losses = left.flatMap((one) => right.flatMap((other) => [[one, other] as const, [other, one] as const]));
  await Promise.all(losses.map(([one, other]) => events.get(one)!.nodedown(other)));
  await flows(cluster.nodes);
  for (const half of halves) {
    for (const id of half) expect(await cluster.node(id).ask('nodes')).toEqual(half.filter((other) => other !== id));
  }
}

describe('two of five nodes are cut off', { timeout: 90_000 }, () => {
  const place = useCluster(ids, () => ProxyNetwork.create(ids));
  const ways = () => place.cluster.network.around(halves[0]);

  test.each([
    ['with resets', () => ways().forEach((proxy) => proxy.cut())],
    ['in silence', () => ways().forEach((proxy) => proxy.hold())],
  ])('%s, and come back', async (_, split) => {
    const { cluster } = place;
    await comesApart(cluster, split);
    for (const proxy of ways()) proxy.open();
    await keepsItsPromises(cluster);
  });
});

// Where the system does not let us have network namespaces the proxies have shown the same.
describe.runIf(NamespaceNetwork.isPossible())('the switch between five nodes is split', { timeout: 90_000 }, () => {
  const place = useCluster(ids, () => new NamespaceNetwork(ids));

  test('and mended', async () => {
    const { cluster } = place;
    await comesApart(cluster, () => cluster.network.split(halves[0]));
    cluster.network.heal();
    await keepsItsPromises(cluster);
  });
});
