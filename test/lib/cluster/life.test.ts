import {
  joinCluster,
  link,
  monitor,
  on,
  receive,
  self,
  send,
  systemClock,
  type Clock,
  type ConnectionEvent,
  type Node,
} from 'regent-otp';
import { startMemoryCluster } from 'regent-otp/testing';
import { P } from 'ts-pattern';
import { describe, expect, onTestFinished, test } from 'vitest';
import { currentProcess } from '../../../lib/process/current.js';
import type { Codec } from '../../../lib/cluster/codec.js';
import { msgpackCodec } from '../../../lib/cluster/codec/msgpackCodec.js';
import { createMemoryNetwork, type MemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import type { RemotePeer } from '../../../lib/cluster/remotePeer.js';
import { memorySpec } from '../../../lib/cluster/spec/memorySpec.js';
import { eventuallyCollected, living } from '../../support/garbage.js';
import { startTestNode } from '../../support/startTestNode.js';
import { idle, next, settled } from './across/place.js';

const quick = { min: 1, max: 20 };

/** The default codec under another name, and how often it was used. */
function codecNamed(name: string): Codec & { used: number } {
  return {
    name,
    used: 0,
    encode(term) {
      this.used++;
      return msgpackCodec.encode(term);
    },
    decode: (bytes) => msgpackCodec.decode(bytes),
  };
}

const join = (network: MemoryNetwork, name: string, codec: Codec | readonly Codec[]) => {
  const node = startTestNode({ name });
  const transport = network.transport(name);
  const events: ConnectionEvent[] = [];
  node.on('connection', (event) => events.push(event));
  const joined = joinCluster(node, { spec: memorySpec(['a', 'b'], name), transport, codec, reconnect: quick });
  return joined.then((cluster) => ({ node, cluster, events }));
};

describe('the codec of a connection', () => {
  test('is the first that both nodes speak', async () => {
    const network = createMemoryNetwork();
    const [mine, common] = [codecNamed('mine'), codecNamed('common')];
    const a = await join(network, 'a', [mine, common]);
    const b = await join(network, 'b', common);
    await a.cluster.connected('b');
    await a.node.run(() => settled(b.node));
    expect((a.node.peers.get('b') as RemotePeer).session!.connection.remote.codec).toBe('common');
    expect([mine.used, common.used > 0]).toEqual([0, true]);
  });

  test('is used for what was sent before it was agreed on, too', async () => {
    const network = createMemoryNetwork();
    const a = await join(network, 'a', [codecNamed('mine'), msgpackCodec]);
    network.hold('a', 'b');
    const b = await join(network, 'b', msgpackCodec);
    await a.node.run(async () => {
      const me = self();
      const server = b.node.spawn(() => receive(on(['hello', P._], (message) => send(me, message))));
      send(server, ['hello', new Map([[1, 2n]])]);
      network.release('a', 'b');
      expect(await next()).toEqual(['hello', new Map([[1, 2n]])]);
    });
  });

  test('is missing where two nodes have none in common: they do not connect, and say why', async () => {
    const network = createMemoryNetwork();
    const a = await join(network, 'a', codecNamed('mine'));
    const refused = new Promise<ConnectionEvent>((resolve) =>
      a.node.on('connection', (event) => event.event === 'refused' && resolve(event)),
    );
    await join(network, 'b', codecNamed('theirs'));
    expect(await refused).toEqual({ event: 'refused', node: 'b', reason: 'no common codec: theirs meets mine' });
  });
});

test('connections and their timers belong to no process, also when one has caused them', async () => {
  const network = createMemoryNetwork();
  const contexts = new Set<unknown>();
  const clock: Clock = {
    ...systemClock,
    setTimer: (callback, ms) => {
      contexts.add(currentProcess());
      return systemClock.setTimer(callback, ms);
    },
  };
  const wireTap = (): void => void contexts.add(currentProcess());
  const [a, b] = [startTestNode({ name: 'a', clock }), startTestNode({ name: 'b', clock })];
  a.on('nodeup', () => contexts.add(currentProcess()));
  for (const node of [a, b]) {
    const transport = network.transport(node.name);
    await node.run(() =>
      joinCluster(node, { spec: memorySpec(['a', 'b'], node.name), transport, wireTap, reconnect: quick }),
    );
  }
  await a.run(async () => {
    const ref = monitor('process', ['nobody', 'b']);
    expect(await next()).toEqual(['DOWN', ref, 'process', ['nobody', 'b'], 'noproc']);
    const down = new Promise((resolve) => a.once('nodedown', resolve));
    network.cut('a', 'b');
    await down;
    network.heal('a', 'b');
    const up = new Promise((resolve) => a.once('nodeup', resolve));
    send(['nobody', 'b'], 'x');
    await up;
  });
  expect([...contexts]).toEqual([undefined]);
});

test('many reconnects leave nothing behind', async () => {
  const { nodes, clusters, network, connected, stop } = await startMemoryCluster(['a', 'b'], {
    cluster: { reconnect: { min: 1, max: 1 } },
  });
  onTestFinished(stop);
  const sessions: WeakRef<WeakKey>[] = [];
  for (let round = 0; round < 50; round++) {
    sessions.push(new WeakRef((nodes.a.peers.get('b') as RemotePeer).session!));
    const server = idle(nodes.b);
    nodes.a.spawn(() => (link(server), monitor('process', server), receive(on('never', () => undefined))));
    await nodes.a.run(() => settled(nodes.b));
    const down = Promise.all(
      [nodes.a, nodes.b].map((node) => new Promise((resolve) => node.once('nodedown', resolve))),
    );
    network.cut('a', 'b');
    await down;
    network.heal('a', 'b');
    await connected();
  }
  expect(await eventuallyCollected(() => living(sessions) <= 1)).toBe(true);
  expect([...nodes.a.processes, ...nodes.b.processes]).toEqual([]);
  expect(clusters.a.nodes()).toHaveLength(1);
});

test('a cluster that was left, and nodes that have stopped, are garbage', async () => {
  const run = async (): Promise<readonly WeakRef<WeakKey>[]> => {
    const { nodes, clusters, restart, stop } = await startMemoryCluster(['a', 'b', 'c'], {
      cluster: { reconnect: quick },
    });
    const objects: WeakKey[] = [...Object.values<Node>(nodes), ...Object.values(clusters)];
    await nodes.a.run(() => settled(nodes.b));
    await restart('b');
    await stop();
    return objects.map((object) => new WeakRef(object));
  };
  const references = await run();
  // The library remembers the last receive of all; let that be one of another node.
  const other = startTestNode();
  await other.run(() => settled(other));
  expect(await eventuallyCollected(() => living(references) === 0)).toBe(true);
});
