import {
  exit,
  genCall,
  link,
  monitor,
  monitorNode,
  monitorNodes,
  nodes,
  on,
  processFlag,
  processInfo,
  receive,
  register,
  self,
  send,
  unlink,
  type Address,
  type Node,
} from 'regent-otp';
import { startMemoryCluster, type MemoryCluster } from 'regent-otp/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { RemotePeer } from '../../../../lib/cluster/remotePeer.js';
import { messageMode } from '../../../support/startTestNode.js';
import { VirtualClock } from '../../../support/virtualClock.js';
import { flush, idle, next, settled } from './place.js';

const start = async (): Promise<MemoryCluster<'a' | 'b'>> => {
  const cluster = await startMemoryCluster(['a', 'b'], {
    node: { messages: messageMode },
    cluster: { reconnect: { min: 1, max: 20 } },
  });
  onTestFinished(() => cluster.stop());
  return cluster;
};

/** The nodeups and nodedowns of a node, as they come. */
const events = (node: Node): unknown[] => {
  const seen: unknown[] = [];
  node.on('nodeup', (id, info) => seen.push(['nodeup', id, info]));
  node.on('nodedown', (id, info) => seen.push(['nodedown', id, info]));
  return seen;
};

const sessionOf = (node: Node, other: string) => (node.peers.get(other) as RemotePeer).session;

test('a process linked with one of a lost node gets an exit with noconnection', async () => {
  const { nodes, network } = await start();
  await nodes.a.run(async () => {
    processFlag('trap_exit', true);
    const server = idle(nodes.b);
    link(server);
    network.cut('a', 'b');
    expect(await next()).toEqual(['EXIT', server, 'noconnection']);
    expect(processInfo(self(), 'links')).toEqual(['links', []]);
  });
});

test('one that does not trap exits ends, and so do those of the other node', async () => {
  const { nodes, network } = await start();
  const server = nodes.b.spawn(() => receive(on('never', () => undefined)));
  const client = nodes.a.spawn(() => (link(server), receive(on('never', () => undefined))));
  const watch = (node: Node, pid: Address) =>
    node.run(async () => {
      const ref = monitor('process', pid);
      expect(await next()).toEqual(['DOWN', ref, 'process', pid, 'noconnection']);
    });
  const [first, second] = [watch(nodes.a, client), watch(nodes.b, server)];
  await nodes.a.run(() => settled(nodes.b));
  network.cut('a', 'b');
  await Promise.all([first, second]);
});

test('a monitor of a process of a lost node tells noconnection, by address and by name', async () => {
  const { nodes, network } = await start();
  await nodes.a.run(async () => {
    const server = idle(nodes.b);
    nodes.b.spawn(() => (register('named', self()), receive(on('never', () => undefined))));
    await settled(nodes.b);
    const byAddress = monitor('process', server);
    const byName = monitor('process', ['named', 'b']);
    network.cut('a', 'b');
    expect(await next()).toEqual(['DOWN', byAddress, 'process', server, 'noconnection']);
    expect(await next()).toEqual(['DOWN', byName, 'process', ['named', 'b'], 'noconnection']);
  });
});

test('a call under way fails with noconnection', async () => {
  const { nodes, network } = await start();
  await nodes.a.run(async () => {
    const call = genCall('$ask', idle(nodes.b), 'question', 'infinity', (reason) => ['failed', reason]);
    await Promise.resolve();
    network.cut('a', 'b');
    await expect(call).rejects.toMatchObject({ reason: ['failed', 'noconnection'] });
  });
});

test('nodedown and nodeup are told once for each loss and return, as events and as messages', async () => {
  const { nodes: both, network, connected } = await start();
  const [seenByA, seenByB] = [events(both.a), events(both.b)];
  await both.a.run(async () => {
    monitorNodes(true);
    monitorNode('b', true);
    network.cut('a', 'b');
    expect([await next(), await next()]).toEqual([
      ['nodedown', 'b'],
      ['nodedown', 'b'],
    ]);
    expect(nodes()).toEqual([]);
    network.heal('a', 'b');
    expect(await next()).toEqual(['nodeup', 'b']);
    expect(nodes()).toEqual(['b']);
    await connected();
    expect(await flush()).toEqual([]);
  });
  const down = { reason: 'the network is cut', type: 'visible' };
  expect(seenByA).toEqual([
    ['nodedown', 'b', down],
    ['nodeup', 'b', { creation: both.b.creation, type: 'visible' }],
  ]);
  expect(seenByB).toEqual([
    ['nodedown', 'a', down],
    ['nodeup', 'a', { creation: both.a.creation, type: 'visible' }],
  ]);
});

test('to a node that cannot be reached messages are lost, and monitors and links told noconnection', async () => {
  const { nodes, network } = await start();
  const lost: unknown[] = [];
  nodes.a.on('connection', ({ event, node, messages }) => event === 'messages_lost' && lost.push([node, messages]));
  await nodes.a.run(async () => {
    processFlag('trap_exit', true);
    const server = idle(nodes.b);
    monitorNode('b', true);
    network.cut('a', 'b');
    expect(await next()).toEqual(['nodedown', 'b']);
    send(server, 'one');
    send(server, 'two');
    const ref = monitor('process', server);
    expect(await next()).toEqual(['DOWN', ref, 'process', server, 'noconnection']);
    link(server);
    expect(await next()).toEqual(['EXIT', server, 'noconnection']);
    expect(lost).toEqual([['b', 2]]);
  });
});

test('after a loss addresses are live again, and nothing of the old connection is left', async () => {
  const { nodes, network, connected } = await start();
  await nodes.a.run(async () => {
    processFlag('trap_exit', true);
    const me = self();
    const server = nodes.b.spawn(async () => {
      processFlag('trap_exit', true);
      for (;;) await receive(on('hello', (message) => send(me, ['got', message])));
    });
    link(server);
    monitor('process', server);
    await settled(nodes.b);
    network.cut('a', 'b');
    expect(await next()).toEqual(['EXIT', server, 'noconnection']);
    expect(await next()).toMatchObject(['DOWN', {}, 'process', server, 'noconnection']);
    network.heal('a', 'b');
    await connected();
    for (const [node, other] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const session = sessionOf(nodes[node], other)!;
      expect([session.links.size, session.monitors.size]).toEqual([0, 0]);
      expect(nodes[node].remoteWatches.count(session.incarnation)).toBe(0);
    }
    send(server, 'hello');
    expect(await next()).toEqual(['got', 'hello']);
    exit(server, 'kill');
    await settled(nodes.b);
    expect(await flush()).toEqual([]);
  });
});

test('links and monitors leave nothing behind when they end', async () => {
  const { nodes } = await start();
  await nodes.a.run(async () => {
    processFlag('trap_exit', true);
    const servers = Array.from({ length: 20 }, () => idle(nodes.b));
    for (const server of servers) {
      link(server);
      monitor('process', server);
    }
    await settled(nodes.b);
    const [here, there] = [sessionOf(nodes.a, 'b')!, sessionOf(nodes.b, 'a')!];
    expect([here.links.size, here.monitors.size, there.links.size]).toEqual([20, 20, 20]);
    expect(nodes.b.remoteWatches.count(nodes.a.incarnation)).toBe(20);
    servers.forEach((server, index) => (index % 2 === 0 ? unlink(server) : exit(server, 'kill')));
    for (const server of servers) exit(server, 'kill');
    for (let count = 0; count < 30; count++) await next();
    await settled(nodes.b);
    expect([here.links.size, here.monitors.size, there.links.size, there.monitors.size]).toEqual([0, 0, 0, 0]);
    expect(nodes.b.remoteWatches.count(nodes.a.incarnation)).toBe(0);
  });
});

test('a restarted node goes down before it comes up, and addresses of its earlier run are dead', async () => {
  const { nodes, restart } = await start();
  const seen = events(nodes.a);
  await nodes.a.run(async () => {
    processFlag('trap_exit', true);
    const old = idle(nodes.b);
    const { creation } = await restart('b');
    expect(seen).toEqual([
      ['nodedown', 'b', { reason: 'left', type: 'visible' }],
      ['nodeup', 'b', { creation, type: 'visible' }],
    ]);
    expect(old.creation).not.toBe(creation);
    send(old, 'lost');
    const ref = monitor('process', old);
    expect(await next()).toEqual(['DOWN', ref, 'process', old, 'noproc']);
    link(old);
    expect(await next()).toEqual(['EXIT', old, 'noproc']);
    exit(old, 'kill');
    await expect(genCall('$ask', old, 'question', 'infinity', (reason) => reason)).rejects.toMatchObject({
      reason: 'noproc',
    });
    const living = idle(nodes.b);
    expect(monitor('process', living)).toBeDefined();
    await settled(nodes.b);
    expect(await flush()).toEqual([]);
  });
});

test('an address of an earlier run of this node is dead here too', async () => {
  const { nodes, restart } = await start();
  const old = idle(nodes.b);
  await restart('b');
  await nodes.b.run(async () => {
    const ref = monitor('process', old);
    expect(await next()).toEqual(['DOWN', ref, 'process', old, 'noproc']);
  });
});

test('a node that falls silent is lost, and comes back when it is heard again', async () => {
  const clock = new VirtualClock();
  const { nodes, network, connected, stop } = await startMemoryCluster(['a', 'b'], { node: { clock } });
  onTestFinished(stop);
  const seen = [events(nodes.a), events(nodes.b)];
  await nodes.a.run(async () => {
    const server = idle(nodes.b);
    const ref = monitor('process', server);
    await settled(nodes.b);
    network.hold('a', 'b');
    await clock.elapse(10_000);
    expect(seen).toEqual([[], []]);
    await clock.elapse(15_000);
    expect(await next()).toEqual(['DOWN', ref, 'process', server, 'noconnection']);
  });
  const down = { reason: 'heartbeat timeout', type: 'visible' };
  expect(seen).toEqual([[['nodedown', 'b', down]], [['nodedown', 'a', down]]]);
  network.release('a', 'b');
  let isBack = false;
  void connected().then(() => (isBack = true));
  // In small steps: the handshake must be quicker than its deadline.
  while (!isBack) await clock.elapse(10);
});

test('ten thousand links and monitors are told of a loss', async () => {
  const { nodes, network } = await start();
  await nodes.a.run(async () => {
    processFlag('trap_exit', true);
    for (let count = 0; count < 10_000; count++) {
      const server = idle(nodes.b);
      link(server);
      monitor('process', server);
    }
    network.cut('a', 'b');
    const kinds = new Map<unknown, number>();
    for (let count = 0; count < 20_000; count++) {
      const [kind] = (await next()) as [unknown];
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect([...kinds]).toEqual([
      ['EXIT', 10_000],
      ['DOWN', 10_000],
    ]);
  });
});
