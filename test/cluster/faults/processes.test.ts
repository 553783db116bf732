// Three nodes under load, and what can happen to their OS processes.
import { describe, expect, test } from 'vitest';
import { ProxyNetwork } from '../../soak/proxyNetwork.js';
import { flows, from, keepsItsPromises, traffic, useCluster } from './place.js';

const ids = ['a', 'b', 'c'];

describe('three nodes under load', { timeout: 60_000 }, () => {
  const place = useCluster(ids, () => ProxyNetwork.create(ids));
  const node = (id: string) => place.cluster.node(id);

  test('one that is killed is lost at once, and the next run of it takes its place', async () => {
    const { cluster } = place;
    await flows(cluster.nodes);
    const others = [from(node('a')), from(node('c'))];
    await cluster.kill(node('b'));
    await Promise.all(others.map((other) => other.nodedown('b')));
    await flows([node('a'), node('c')]);
    const { run } = await cluster.startNode('b');
    await cluster.startTraffic(traffic, [node('b')]);
    await Promise.all(others.map((other) => other.nodeup('b', run.creation)));
    await flows(cluster.nodes);
    await keepsItsPromises(cluster);
  });

  test('one that leaves is lost with the reason that it left', async () => {
    const { cluster } = place;
    const others = [from(node('a')), from(node('b'))];
    await cluster.leave(node('c'));
    await Promise.all(others.map((other) => other.nodedown('c', /^left$/)));
    await cluster.startNode('c');
    await cluster.startTraffic(traffic, [node('c')]);
    await flows(cluster.nodes);
    await keepsItsPromises(cluster);
  });

  test('one that stands still is lost by its silence, and comes back', async () => {
    const { cluster } = place;
    const others = [from(node('a')), from(node('c'))];
    node('b').signal('SIGSTOP');
    await Promise.all(others.map((other) => other.nodedown('b', /heartbeat timeout/)));
    await flows([node('a'), node('c')]);
    node('b').signal('SIGCONT');
    await Promise.all(others.map((other) => other.nodeup('b')));
    await flows(cluster.nodes);
    await keepsItsPromises(cluster);
  });

  test('two that stand still at the same time do not hold that against each other', async () => {
    const { cluster } = place;
    const [a, b, c] = [from(node('a')), from(node('b')), from(node('c'))];
    for (const id of ['a', 'b']) node(id).signal('SIGSTOP');
    await Promise.all([c.nodedown('a'), c.nodedown('b')]);
    for (const id of ['a', 'b']) node(id).signal('SIGCONT');
    await Promise.all([a.nodeup('c'), b.nodeup('c')]);
    await flows(cluster.nodes);
    // Each has lost c, which has lost them, and not the other.
    expect([a.nodedowns, b.nodedowns]).toEqual([1, 1]);
    await keepsItsPromises(cluster);
  });

  test('one that computes for longer than others wait for a sign of life comes back', async () => {
    const { cluster } = place;
    const [a, b] = [from(node('a')), from(node('b'))];
    await Promise.all([node('c').ask('block', 4000), a.nodedown('c'), b.nodedown('c')]);
    await flows(cluster.nodes);
    await keepsItsPromises(cluster);
  });

  test('clocks that jump mean nothing', async () => {
    const { cluster } = place;
    const all = cluster.nodes.map(from);
    const hour = 3_600_000;
    for (const [id, jump] of [
      ['a', hour],
      ['b', -hour],
      ['a', -hour],
      ['b', hour],
      ['a', 0],
      ['b', 0],
    ] as const) {
      await node(id).ask('shiftClock', jump);
      await flows(cluster.nodes);
    }
    expect(all.map(({ nodedowns }) => nodedowns)).toEqual([0, 0, 0]);
    await keepsItsPromises(cluster);
  });

  test('of two with one id the later one is let in, until it ends', async () => {
    const { cluster } = place;
    const [a, c] = [from(node('a')), from(node('c'))];
    const twin = await cluster.startAside('b');
    await cluster.startTraffic(traffic, [twin]);
    await Promise.all([a, c].map((other) => other.nodedown('b', /^restarted$/)));
    await Promise.all([a, c].map((other) => other.nodeup('b', twin.run.creation)));
    await Promise.all([a, c].map((other) => other.refused('b', /^superseded$/)));
    await flows([node('a'), node('c'), twin]);
    const [laterA, laterC] = [from(node('a')), from(node('c'))];
    await cluster.kill(twin);
    await Promise.all([laterA, laterC].map((other) => other.nodeup('b', node('b').run.creation)));
    await flows(cluster.nodes);
    await keepsItsPromises(cluster);
  });
});
