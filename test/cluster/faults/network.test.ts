// Two nodes under load, and what can happen on the way between them.
import { describe, expect, test } from 'vitest';
import { ProxyNetwork } from '../../soak/proxyNetwork.js';
import { eventually } from '../../support/eventually.js';
import type { CutKind, Direction } from '../../support/passage.js';
import { flows, from, keepsItsPromises, traffic, useCluster } from './place.js';

const ids = ['a', 'b'];

describe('two nodes under load', { timeout: 90_000 }, () => {
  const place = useCluster(ids, () => ProxyNetwork.create(ids));
  const node = (id: string) => place.cluster.node(id);
  const way = (one: string, other: string) => place.cluster.network.proxy(one, other);
  const ways = () => place.cluster.network.proxies;

  /** Resets the connection; resolves when both nodes know. */
  async function reset(): Promise<void> {
    const [a, b] = [from(node('a')), from(node('b'))];
    for (const proxy of ways()) proxy.reset();
    await Promise.all([a.nodedown('b'), b.nodedown('a')]);
  }

  test('a connection that is reset is made anew, many times', async () => {
    const { cluster } = place;
    for (let round = 0; round < 20; round++) {
      await reset();
      await cluster.connected();
      await flows(cluster.nodes, 10);
    }
    await keepsItsPromises(cluster);
  });

  test('what was held on its way for too long is not delivered any more', async () => {
    const { cluster } = place;
    const [a, b] = [from(node('a')), from(node('b'))];
    for (const proxy of ways()) proxy.hold();
    await Promise.all([a.nodedown('b', /heartbeat timeout/), b.nodedown('a', /heartbeat timeout/)]);
    for (const proxy of ways()) proxy.open();
    await Promise.all([a.nodeup('b'), b.nodeup('a')]);
    await flows(cluster.nodes);
    await keepsItsPromises(cluster);
  });

  test.each(['dialler', 'target'] as const)('a connection that is over for the %s alone is replaced', async (end) => {
    const { cluster } = place;
    const [a, b] = [from(node('a')), from(node('b'))];
    for (const proxy of ways()) proxy.dropEnd(end);
    const why = /replaced|heartbeat timeout|ECONNRESET|connection closed/;
    await Promise.all([a.nodedown('b', why), b.nodedown('a', why)]);
    await Promise.all([a.nodeup('b'), b.nodeup('a')]);
    await flows(cluster.nodes);
    await keepsItsPromises(cluster);
  });

  test('one that can only be dialled, or only dial, is connected all the same', async () => {
    const { cluster } = place;
    for (const [one, other] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      way(one, other).cut();
      await reset();
      await cluster.connected();
      await flows(cluster.nodes);
      way(one, other).open();
    }
    await keepsItsPromises(cluster);
  });

  test('two attempts at once end as one connection, and lose nothing', async () => {
    const { cluster } = place;
    for (const lead of [0, 1, 300, 600, 1500, 2500, 3500, 5000]) {
      for (const [first, second] of [ways(), [...ways()].reverse()] as const) {
        await cluster.stopTraffic();
        const { lost } = cluster.ledger;
        for (const proxy of ways()) proxy.hold();
        await reset();
        const [a, b] = [from(node('a')), from(node('b'))];
        await cluster.startTraffic(traffic);
        await eventually(() => ways().every(({ waiting }) => waiting > 0));
        first!.passed.toTarget = first!.passed.toDialler = 0;
        first!.open();
        await eventually(() => first!.passed.toTarget + first!.passed.toDialler >= lead);
        second!.open();
        await Promise.all([a.nodeup('b'), b.nodeup('a')]);
        await flows(cluster.nodes, 10);
        await cluster.stopTraffic();
        expect([a.nodedowns, b.nodedowns, cluster.ledger.lost]).toEqual([0, 0, lost]);
        await cluster.startTraffic(traffic);
      }
    }
    await keepsItsPromises(cluster);
  });

  describe('an attempt that is cut', () => {
    test.each([
      ['toTarget', 'reset'],
      ['toDialler', 'reset'],
      ['toTarget', 'end'],
      ['toDialler', 'end'],
    ] as const)('%s at any point of the handshake (%s) is made again', async (direction, kind) => {
      const { cluster } = place;
      way('b', 'a').cut();
      await reset();
      const size = await handshakeSize(direction);
      for (let bytes = 0; bytes < size; bytes += 1 + Math.floor(size / 20)) await cutAt(direction, bytes, kind);
      way('b', 'a').open();
      await flows(cluster.nodes);
      await keepsItsPromises(cluster);
    });

    /** How many bytes pass until both nodes are connected. */
    async function handshakeSize(direction: Direction): Promise<number> {
      await place.cluster.connected();
      await place.cluster.stopTraffic();
      const { passed } = way('a', 'b');
      passed[direction] = 0;
      await reset();
      await place.cluster.connected();
      const size = passed[direction];
      await place.cluster.startTraffic(traffic);
      return size;
    }

    async function cutAt(direction: Direction, bytes: number, kind: CutKind): Promise<void> {
      const { cluster } = place;
      const proxy = way('a', 'b');
      const { dialled } = proxy;
      proxy.cutNextAt({ direction, bytes, kind });
      await reset();
      await eventually(() => proxy.dialled > dialled && !proxy.willCut);
      await cluster.connected();
    }
  });
});
