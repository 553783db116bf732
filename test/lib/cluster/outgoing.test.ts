import {
  exit,
  genCall,
  link,
  monitor,
  on,
  processFlag,
  processInfo,
  receive,
  register,
  self,
  send,
  spawn,
  unlink,
  type ConnectionEvent,
  type Node,
} from 'regent-otp';
import { startMemoryCluster, type MemoryClusterOptions } from 'regent-otp/testing';
import { P } from 'ts-pattern';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RemotePeer } from '../../../lib/cluster/remotePeer.js';
import { flush, idle, next, settled } from './across/place.js';

async function start(options: MemoryClusterOptions = {}) {
  const cluster = await startMemoryCluster(['a', 'b'], {
    ...options,
    cluster: { reconnect: { min: 1, max: 20 }, ...options.cluster },
  });
  onTestFinished(() => cluster.stop());
  const peer = cluster.nodes.a.peers.get('b') as RemotePeer;
  return { ...cluster, peer };
}

/**
 * Two nodes that have lost each other and make no attempt by themselves. One that is made because something is sent does
 * not come about until `network.release`.
 */
async function startApart(options: MemoryClusterOptions = {}) {
  const never = { min: 2 ** 30, max: 2 ** 30 };
  const cluster = await start({ ...options, cluster: { ...options.cluster, reconnect: never } });
  const { network, nodes } = cluster;
  const down = Promise.all([nodedown(nodes.a), nodedown(nodes.b)]);
  network.cut('a', 'b');
  await down;
  network.hold('a', 'b');
  network.heal('a', 'b');
  return cluster;
}

const nodedown = (node: Node) => new Promise<string>((resolve) => node.once('nodedown', resolve));

const connectionEvents = (node: Node): ConnectionEvent[] => {
  const seen: ConnectionEvent[] = [];
  node.on('connection', (event) => seen.push(event));
  return seen;
};

const failed = (reason: unknown) => reason;

describe('a term that cannot travel', () => {
  test('fails the send with an error that names where it is; the process goes on', async () => {
    const { nodes } = await start();
    const server = idle(nodes.b);
    await nodes.a.run(async () => {
      expect(() => send(server, ['do', { now: () => 1 }])).toThrow(/message\[1\]\.now: a function/);
      expect(() => send(['name', 'b'], Symbol('s'))).toThrow(/message: a symbol/);
      await settled(nodes.b);
    });
  });

  test('fails a send from plain code too', async () => {
    const { nodes } = await start();
    expect(() => nodes.a.send(['name', 'b'], { f: () => 1 })).toThrow(/message\.f: a function/);
  });

  test('fails a call, which leaves no monitor, timer or message behind', async () => {
    const { nodes, peer } = await start();
    const server = idle(nodes.b);
    await nodes.a.run(async () => {
      await expect(genCall('$ask', server, { now: () => 1 }, 5000, failed)).rejects.toThrow(/now: a function/);
      await settled(nodes.b);
      expect(peer.session!.monitors.size).toBe(0);
      expect(nodes.b.remoteWatches.count(nodes.a.incarnation)).toBe(0);
      expect(processInfo(self(), 'monitors')).toEqual(['monitors', []]);
    });
  });

  test('fails exit(pid, reason), and the link of the two still stands', async () => {
    const { nodes } = await start();
    const server = idle(nodes.b);
    await nodes.a.run(async () => {
      processFlag('trap_exit', true);
      link(server);
      expect(() => exit(server, [() => 1])).toThrow(/reason\[0\]: a function/);
      exit(server, 'stop');
      expect(await next()).toEqual(['EXIT', server, 'stop']);
    });
  });

  test('as a reason to end is described, for links and for monitors; an event tells', async () => {
    const { nodes } = await start();
    const events = connectionEvents(nodes.b);
    await nodes.a.run(async () => {
      processFlag('trap_exit', true);
      const server = nodes.b.spawn(() => receive(on('end', () => exit(['bad', () => 1]))));
      link(server);
      const ref = monitor('process', server);
      send(server, 'end');
      const reason = ['not_transferable', expect.stringContaining('bad')];
      expect(await next()).toEqual(['EXIT', server, reason]);
      expect(await next()).toEqual(['DOWN', ref, 'process', server, reason]);
    });
    const event = { event: 'not_transferable', node: 'a', reason: expect.stringMatching(/reason\[1\]: a function/) };
    expect(events).toMatchObject([event, event]);
  });

  test('fails the send at once also while there is no connection', async () => {
    const { nodes, network } = await startApart();
    await nodes.a.run(() => {
      expect(() => send(['name', 'b'], { f: () => 1 })).toThrow(/message\.f: a function/);
    });
    network.release('a', 'b');
  });

  test('because it is too large fails the send, too', async () => {
    const { nodes } = await start({ cluster: { maxFrameSize: 100_000 } });
    const server = idle(nodes.b);
    await nodes.a.run(async () => {
      expect(() => send(server, 'x'.repeat(200_000))).toThrow(/bytes are too many/);
      await settled(nodes.b);
    });
  });

  test('because it is too large is described where it is a reason to end', async () => {
    const { nodes } = await start({ cluster: { maxFrameSize: 100_000 } });
    await nodes.a.run(async () => {
      const server = nodes.b.spawn(() => receive(on('end', () => exit('x'.repeat(200_000)))));
      const ref = monitor('process', server);
      send(server, 'end');
      expect(await next()).toEqual([
        'DOWN',
        ref,
        'process',
        server,
        ['not_transferable', expect.stringContaining('xxx')],
      ]);
    });
  });
});

describe('while a connection is being made', () => {
  test('what is sent waits, and leaves in order', async () => {
    const { nodes, network, peer } = await startApart();
    await nodes.a.run(async () => {
      const me = self();
      nodes.b.spawn(() => (register('server', self()), receive(on('never', () => undefined))));
      const collector = nodes.b.spawn(async () => {
        for (;;) send(me, ['got', await next()]);
      });
      for (let number = 0; number < 100; number++) send(collector, number);
      expect(peer.outbox.count).toBe(100);
      network.release('a', 'b');
      for (let number = 0; number < 100; number++) expect(await next()).toEqual(['got', number]);
      expect([peer.outbox.count, peer.outbox.bytes]).toEqual([0, 0]);
    });
  });

  test('what listeners of nodeup send comes after what waited', async () => {
    const { nodes, network } = await startApart();
    await nodes.a.run(async () => {
      const me = self();
      const collector = nodes.b.spawn(async () => {
        for (;;) send(me, ['got', await next()]);
      });
      send(collector, 'waited');
      nodes.a.once('nodeup', () => nodes.a.send(collector, 'from a listener'));
      network.release('a', 'b');
      expect([await next(), await next()]).toEqual([
        ['got', 'waited'],
        ['got', 'from a listener'],
      ]);
    });
  });

  test('a message is as it was when it was sent', async () => {
    const { nodes, network } = await startApart({ node: { messages: 'shared' } });
    await nodes.a.run(async () => {
      const me = self();
      const server = nodes.b.spawn(() => receive(on(P.array(P.number), (list) => send(me, ['got', list]))));
      const list = [1, 2];
      send(server, list);
      list.push(3);
      network.release('a', 'b');
      expect(await next()).toEqual(['got', [1, 2]]);
    });
  });

  test('links and monitors wait, and stand afterwards', async () => {
    const { nodes, network, peer } = await startApart();
    await nodes.a.run(async () => {
      processFlag('trap_exit', true);
      const [kept, dropped] = [idle(nodes.b), idle(nodes.b)];
      link(kept);
      link(dropped);
      unlink(dropped);
      const ref = monitor('process', kept);
      network.release('a', 'b');
      await settled(nodes.b);
      expect([peer.session!.links.size, peer.session!.monitors.size]).toEqual([1, 1]);
      exit(kept, 'boom');
      exit(dropped, 'boom');
      expect([await next(), await next()]).toEqual([
        ['EXIT', kept, 'boom'],
        ['DOWN', ref, 'process', kept, 'boom'],
      ]);
      await settled(nodes.b);
      expect(await flush()).toEqual([]);
    });
  });

  test('the end of a process that has linked is told afterwards', async () => {
    const { nodes, network } = await startApart();
    await nodes.a.run(async () => {
      const me = self();
      const server = nodes.b.spawn(async () => {
        processFlag('trap_exit', true);
        send(me, ['got', await next()]);
      });
      const client = spawn(() => (link(server), exit('gone')));
      monitor('process', client);
      expect(await next()).toMatchObject(['DOWN', {}, 'process', client, 'gone']);
      network.release('a', 'b');
      expect(await next()).toEqual(['got', ['EXIT', client, 'gone']]);
    });
  });

  test('what waits for an earlier run of the node is dead when a later one connects', async () => {
    const { nodes, network, restart } = await startApart();
    await nodes.a.run(async () => {
      const old = idle(nodes.b);
      const ref = monitor('process', old);
      send(old, 'lost');
      network.release('a', 'b');
      network.cut('a', 'b');
      expect(await next()).toMatchObject(['DOWN', ref, 'process', old, 'noconnection']);
      network.heal('a', 'b');
      await restart('b');
      const again = monitor('process', old);
      expect(await next()).toEqual(['DOWN', again, 'process', old, 'noproc']);
    });
  });

  test('when that fails all that waited is lost together', async () => {
    const { nodes, network } = await startApart();
    const events = connectionEvents(nodes.a);
    await nodes.a.run(async () => {
      processFlag('trap_exit', true);
      const server = idle(nodes.b);
      send(server, 'one');
      const ref = monitor('process', server);
      link(server);
      send(server, 'two');
      network.cut('a', 'b');
      network.release('a', 'b');
      expect([await next(), await next()]).toEqual([
        ['DOWN', ref, 'process', server, 'noconnection'],
        ['EXIT', server, 'noconnection'],
      ]);
    });
    const reason = 'memory:2: the network is cut';
    expect(events).toEqual([
      { event: 'dial_failed', node: 'b', reason },
      { event: 'messages_lost', node: 'b', reason, messages: 2 },
    ]);
  });

  test('more than there is room for is lost together, and told', async () => {
    const { nodes, network, peer } = await startApart({ cluster: { outbox: { maxSignals: 10 } } });
    const events = connectionEvents(nodes.a);
    await nodes.a.run(async () => {
      const server = idle(nodes.b);
      const ref = monitor('process', server);
      for (let number = 0; number < 10; number++) send(server, number);
      expect(await next()).toEqual(['DOWN', ref, 'process', server, 'noconnection']);
      expect(events).toContainEqual({ event: 'messages_lost', node: 'b', reason: 'the outbox is full', messages: 10 });
      expect(peer.outbox.count).toBe(0);
      network.release('a', 'b');
      await settled(nodes.b);
    });
  });
});
