// What a node holds on to when connections come and go, and what it makes of a disk that is full.
import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Gauge } from '../../soak/entry.js';
import { ProxyNetwork } from '../../soak/proxyNetwork.js';
import { eventually } from '../../support/eventually.js';
import { flows, from, keepsItsPromises, traffic, useCluster } from './place.js';

const ids = ['a', 'b'];

describe('two nodes', { timeout: 60_000 }, () => {
  const place = useCluster(ids, () => ProxyNetwork.create(ids));

  async function reconnects(times: number): Promise<void> {
    const { cluster } = place;
    await cluster.connected();
    for (let round = 0; round < times; round++) {
      const seen = cluster.nodes.map(from);
      for (const proxy of cluster.network.proxies) proxy.reset();
      await Promise.all([seen[0]!.nodedown('b'), seen[1]!.nodedown('a')]);
      await cluster.connected();
      await flows(cluster.nodes, 1);
    }
  }

  /** What both nodes hold when nothing is under way. */
  async function holdings(): Promise<readonly Gauge[]> {
    await place.cluster.stopTraffic();
    const gauges = await Promise.all(place.cluster.nodes.map((node) => node.ask('gauge')));
    await place.cluster.startTraffic(traffic);
    return gauges;
  }

  test('hold nothing more after many reconnects', async () => {
    await reconnects(40);
    const before = await holdings();
    await reconnects(80);
    // Sockets that were closed are let go of some time later.
    await eventually(async () => {
      const now = await holdings();
      return now.every(({ descriptors }, i) => descriptors <= before[i]!.descriptors);
    });
    const after = await holdings();
    // 80 connections of which each kept as little as its buffers would show.
    for (const [i, { heap }] of after.entries()) expect(heap - before[i]!.heap).toBeLessThan(80 * 16 * 1024);
    await keepsItsPromises(place.cluster);
  });

  test.runIf(existsSync('/dev/full'))('do not care whether what they log can be written', async () => {
    const { cluster } = place;
    await cluster.leave(cluster.node('b'));
    const full = openSync('/dev/full', 'w');
    const b = await cluster.startNode('b', { output: full, start: { isLogging: true } });
    closeSync(full);
    await cluster.startTraffic(traffic, [b]);
    await reconnects(2);
    await flows(cluster.nodes);
    await keepsItsPromises(cluster);
    expect(cluster.node('b')).toBe(b);
  });
});
