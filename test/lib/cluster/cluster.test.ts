import {
  down,
  exit,
  joinCluster,
  monitor,
  monitorNodes,
  on,
  receive,
  self,
  send,
  type Address,
  type ConnectionEvent,
  type Node,
} from 'regent-otp';
import { startMemoryCluster, type MemoryClusterOptions } from 'regent-otp/testing';
import { P } from 'ts-pattern';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import { memorySpec } from '../../../lib/cluster/spec/memorySpec.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { flush, idle, next, settled } from './across/place.js';

const quick = { min: 1, max: 20 };

async function start<const Id extends string>(ids: readonly Id[], options: MemoryClusterOptions = {}) {
  const cluster = await startMemoryCluster(ids, { ...options, cluster: { reconnect: quick, ...options.cluster } });
  onTestFinished(() => cluster.stop());
  return cluster;
}

const connectionEvents = (node: Node): ConnectionEvent[] => {
  const seen: ConnectionEvent[] = [];
  node.on('connection', (event) => seen.push(event));
  return seen;
};

const nodedown = (node: Node) =>
  new Promise<readonly [string, string]>((resolve) => node.once('nodedown', (id, { reason }) => resolve([id, reason])));
const nodeup = (node: Node) => new Promise<string>((resolve) => node.once('nodeup', (id) => resolve(id)));

describe('joining', () => {
  test('fails with all mistakes of the spec, and leaves nothing behind', async () => {
    const node = startTestNode({ name: 'x' });
    const spec = { nodes: [{ id: 'a', address: 'nowhere' }] };
    await expect(joinCluster(node, { spec })).rejects.toThrow(
      /nodes\[0\]\.address: [\s\S]*none has the id of this node/,
    );
    expect([node.cluster, node.peers.size]).toEqual([undefined, 0]);
  });

  test('fails when another listens at its address, and leaves nothing behind', async () => {
    const network = createMemoryNetwork();
    const [one, two] = [startTestNode({ name: 'a' }), startTestNode({ name: 'a' })];
    const options = { spec: memorySpec(['a', 'b'], 'a'), transport: network.transport('a') };
    await joinCluster(one, options);
    await expect(joinCluster(two, options)).rejects.toThrow('memory:1: another node listens there');
    expect([two.cluster, two.peers.size]).toEqual([undefined, 0]);
  });

  test('is for nodes that are in no cluster', async () => {
    const node = startTestNode({ name: 'a' });
    const spec = { nodes: [{ id: 'a', address: 'localhost:1' }] };
    await joinCluster(node, { spec });
    await expect(joinCluster(node, { spec })).rejects.toThrow('node a is in a cluster already');
  });

  test('names an option that makes no sense', async () => {
    const spec = { nodes: [{ id: 'a', address: 'localhost:1' }] };
    const join = (options: object) => joinCluster(startTestNode({ name: 'a' }), { spec, ...options });
    await expect(join({ reconnect: { min: 0 } })).rejects.toThrow('reconnect.min must be');
    await expect(join({ reconnect: { min: 10, max: 1 } })).rejects.toThrow('reconnect.max must be');
    await expect(join({ outbox: { maxBytes: -1 } })).rejects.toThrow('outbox.maxBytes must be');
    await expect(join({ heartbeatInterval: 'often' })).rejects.toThrow('heartbeatInterval must be');
    await expect(join({ codec: [] })).rejects.toThrow('codec must be');
  });

  test('a cluster of one node without certificates opens no socket', async () => {
    const node = startTestNode({ name: 'a' });
    const cluster = await joinCluster(node, { spec: { nodes: [{ id: 'a', address: 'localhost:1' }] } });
    expect([cluster.endpoint, cluster.nodes()]).toEqual([undefined, []]);
  });
});

describe('what is known of the members', () => {
  test('their state, run and address', async () => {
    const { nodes, clusters } = await start(['a', 'b']);
    expect(clusters.a.nodeStatus('b')).toEqual({
      id: 'b',
      address: 'memory:2',
      state: 'connected',
      type: 'visible',
      creation: nodes.b.creation,
      pendingBytes: 0,
      reason: undefined,
    });
    expect(clusters.a.nodes()).toEqual([clusters.a.nodeStatus('b')]);
    expect(clusters.a.nodeStatus('c')).toBeUndefined();
  });

  test('why there is no connection', async () => {
    const { nodes, clusters, network } = await start(['a', 'b'], {
      cluster: { reconnect: { min: 2 ** 20, max: 2 ** 20 } },
    });
    const down = nodedown(nodes.a);
    network.cut('a', 'b');
    await down;
    expect(clusters.a.nodeStatus('b')).toMatchObject({
      state: 'disconnected',
      creation: undefined,
      reason: 'the network is cut',
    });
  });
});

describe('waiting for a member', () => {
  test('ends at once when it is connected', async () => {
    const { clusters } = await start(['a', 'b']);
    await clusters.a.connected('b');
  });

  test('leaves the connection alone that there is', async () => {
    const { nodes, clusters } = await start(['a', 'b']);
    const lost: string[] = [];
    nodes.a.on('nodedown', (node) => lost.push(node));
    await Promise.all([clusters.a.connected('b'), clusters.b.connected('a')]);
    // So many times there and back that another connection would have come about.
    const endOfNobody = () => receive(on(down(monitor('process', ['nobody', 'b'])), ([, , , , reason]) => reason));
    for (let round = 0; round < 50; round++) expect(await nodes.a.run(endOfNobody)).toBe('noproc');
    expect(lost).toEqual([]);
  });

  test('ends with an error that says why when the time is over', async () => {
    const clock = new VirtualClock();
    const node = startTestNode({ name: 'a', clock });
    const transport = createMemoryNetwork().transport('a');
    const cluster = await joinCluster(node, { spec: memorySpec(['a', 'b'], 'a'), transport });
    const failed = new Promise<ConnectionEvent>((resolve) => node.once('connection', resolve));
    const waiting = cluster.connected('b', { timeout: 1000 });
    const checked = expect(waiting).rejects.toThrow(
      'no connection with node b in 1000 ms: memory:2: nobody listens there',
    );
    expect(await failed).toMatchObject({ event: 'dial_failed', node: 'b' });
    await clock.elapse(1000);
    await checked;
  });

  test('is refused for a node that is none', async () => {
    const { clusters } = await start(['a', 'b']);
    expect(() => clusters.a.connected('c')).toThrow('id must be a member of the cluster other than this node');
    expect(() => clusters.a.connected('a')).toThrow('id must be a member');
    for (const timeout of [-1, NaN, 2 ** 31]) {
      expect(() => clusters.a.connected('b', { timeout })).toThrow(
        `timeout must be 0 to 2^30 milliseconds, or 'infinity'`,
      );
    }
  });

  test('ends with an error when this node leaves', async () => {
    const { nodes, clusters, network } = await start(['a', 'b']);
    const down = nodedown(nodes.a);
    network.cut('a', 'b');
    await down;
    const checked = expect(clusters.a.connected('b')).rejects.toThrow('node b is no member of the cluster any more');
    await clusters.a.leave();
    await checked;
  });

  test('never ends for a process that has ended', async () => {
    const { nodes, clusters, network } = await start(['a', 'b']);
    const down = nodedown(nodes.a);
    network.cut('a', 'b');
    await down;
    let hasGoneOn = false;
    const pid = nodes.a.spawn(() => clusters.a.connected('b').finally(() => (hasGoneOn = true)));
    await nodes.a.run(() => settled(nodes.a));
    await nodes.a.run(() => exit(pid, 'kill'));
    network.heal('a', 'b');
    await clusters.a.connected('b');
    await nodes.a.run(() => settled(nodes.b));
    expect(hasGoneOn).toBe(false);
  });
});

describe('leaving', () => {
  test('the others see the node go down with left, and this one them', async () => {
    const { nodes, clusters } = await start(['a', 'b']);
    const seen = Promise.all([nodedown(nodes.a), nodedown(nodes.b)]);
    await clusters.b.leave();
    expect(await seen).toEqual([
      ['b', 'left'],
      ['a', 'left'],
    ]);
    expect([nodes.b.cluster, nodes.b.peers.size, clusters.b.nodes()]).toEqual([undefined, 0, []]);
  });

  test('what was sent before still arrives', async () => {
    const { nodes, clusters } = await start(['a', 'b']);
    await nodes.a.run(async () => {
      const me = self();
      nodes.b.spawn(() => {
        for (let count = 0; count < 1000; count++) send(me, count);
        void clusters.b.leave();
      });
      for (let count = 0; count < 1000; count++) expect(await next()).toBe(count);
    });
  });

  test('afterwards processes of the others are out of reach', async () => {
    const { nodes, clusters } = await start(['a', 'b']);
    const server = idle(nodes.a);
    await clusters.b.leave();
    await nodes.b.run(async () => {
      const ref = monitor('process', server);
      expect(await next()).toEqual(['DOWN', ref, 'process', server, 'noconnection']);
    });
  });

  test('a node that stops leaves', async () => {
    const { nodes } = await start(['a', 'b']);
    const down = nodedown(nodes.a);
    await nodes.b.stop();
    expect(await down).toEqual(['b', 'left']);
  });

  test('a node can join again', async () => {
    const { nodes, clusters, network } = await start(['a', 'b']);
    await clusters.b.leave();
    const transport = network.transport('b');
    const again = await joinCluster(nodes.b, { spec: memorySpec(['a', 'b'], 'b'), transport, reconnect: quick });
    await again.connected('a');
  });
});

describe('members at run time', () => {
  test('a node that is added is connected with', async () => {
    const network = createMemoryNetwork();
    const [a, b] = [startTestNode({ name: 'a' }), startTestNode({ name: 'b' })];
    const join = (node: Node) =>
      joinCluster(node, {
        spec: memorySpec([node.name], node.name),
        transport: network.transport(node.name),
        reconnect: quick,
      });
    const one = await join(a);
    const two = await joinCluster(b, {
      spec: { ...memorySpec(['a', 'b'], 'b') },
      transport: network.transport('b'),
      reconnect: quick,
    });
    const refused = new Promise<ConnectionEvent>((resolve) => a.once('connection', resolve));
    expect(await refused).toMatchObject({ event: 'refused', node: 'b', reason: 'unknown_node' });
    one.addNode({ id: 'b', address: 'memory:2' });
    await Promise.all([one.connected('b'), two.connected('a')]);
  });

  test('one that is there already, or makes no sense, is not added', async () => {
    const { clusters } = await start(['a', 'b']);
    expect(() => clusters.a.addNode({ id: 'b', address: 'memory:7' })).toThrow('is a node of the cluster already');
    expect(() => clusters.a.addNode({ id: 'c', address: 'memory:2' })).toThrow('is that of node "b" too');
    expect(() => clusters.a.addNode({ id: 'c', address: 'memory' })).toThrow('address');
    expect(clusters.a.nodes()).toHaveLength(1);
  });

  test('a node that is removed goes down and is not let in any more', async () => {
    const { nodes, clusters } = await start(['a', 'b']);
    const seen = Promise.all([nodedown(nodes.a), nodedown(nodes.b)]);
    const events = connectionEvents(nodes.b);
    const refused = new Promise<void>((resolve) =>
      nodes.b.on('connection', ({ reason }) => reason?.includes('unknown_node') === true && resolve()),
    );
    await clusters.a.removeNode('b');
    expect(await seen).toEqual([
      ['b', 'removed'],
      ['a', 'removed'],
    ]);
    await refused;
    expect(events).toContainEqual({ event: 'dial_failed', node: 'a', reason: 'memory:1 refused: unknown_node' });
    expect(nodes.a.peers.size).toBe(0);
    await expect(clusters.a.removeNode('b')).rejects.toThrow('id must be a member');
  });
});

test('nodes whose specs differ are told so, and connected nevertheless', async () => {
  const network = createMemoryNetwork();
  const [a, b] = [startTestNode({ name: 'a' }), startTestNode({ name: 'b' })];
  const differs = (node: Node) =>
    new Promise((resolve) => node.on('connection', ({ event, node }) => event === 'spec_differs' && resolve(node)));
  const told = Promise.all([differs(a), differs(b)]);
  const join = (node: Node, ids: readonly string[]) =>
    joinCluster(node, { spec: memorySpec(ids, node.name), transport: network.transport(node.name), reconnect: quick });
  const one = await join(a, ['a', 'b']);
  await join(b, ['a', 'b', 'c']);
  await one.connected('b');
  expect(await told).toEqual(['b', 'a']);
});

test('an address reaches its process through a third node, and stays live', async () => {
  const { nodes } = await start(['a', 'b', 'c']);
  await nodes.a.run(async () => {
    const me = self();
    const target = nodes.c.spawn(() => receive(on(['hello', P._], ([, from]) => send(from as Address, 'from c'))));
    const courier = nodes.b.spawn(() =>
      receive(on({ target: P._ }, ({ target }) => send(target as Address, ['hello', me]))),
    );
    send(courier, { target });
    expect(await next()).toBe('from c');
  });
});

test('three nodes see each other come and go', async () => {
  const { nodes, restart } = await start(['a', 'b', 'c']);
  await nodes.a.run(async () => {
    monitorNodes(true);
    await restart('b');
    expect(await flush()).toEqual([
      ['nodedown', 'b'],
      ['nodeup', 'b'],
    ]);
  });
});

test('a node that is disconnected while it is told that it is up is not connected with again by itself', async () => {
  const [clock, network] = [new VirtualClock(), createMemoryNetwork()];
  const [a, b] = [startTestNode({ name: 'a', clock }), startTestNode({ name: 'b' })];
  a.on('nodeup', () => a.peers.get('b')!.disconnect());
  const down = nodedown(a);
  const join = (node: Node, transport = network.transport(node.name)) =>
    joinCluster(node, { spec: memorySpec(['a', 'b'], node.name), transport });
  await join(b);
  let dials = 0;
  const transport = network.transport('a');
  const cluster = await join(a, {
    ...transport,
    dial(...to) {
      dials++;
      return transport.dial(...to);
    },
  });
  expect(await down).toEqual(['b', 'disconnect']);
  await clock.elapse(60_000);
  expect(cluster.nodeStatus('b')).toMatchObject({ state: 'disconnected', reason: 'disconnect' });
  expect(dials).toBe(1);
});

test('a listener that throws does not disturb the cluster', async () => {
  const { nodes, clusters, network } = await start(['a', 'b']);
  const thrown = new Promise<unknown>((resolve) => {
    const [listener] = process.listeners('uncaughtException').splice(0);
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', (error) => {
      if (listener !== undefined) process.on('uncaughtException', listener);
      resolve(error);
    });
  });
  nodes.a.once('nodedown', () => {
    throw new Error('careless');
  });
  network.cut('a', 'b');
  expect(await thrown).toMatchObject({ message: 'careless' });
  const up = nodeup(nodes.a);
  network.heal('a', 'b');
  expect(await up).toBe('b');
  await clusters.a.connected('b');
});
