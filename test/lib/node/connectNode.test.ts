/** Connections that are made and ended by hand, and who hears of them. */
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import {
  disconnectNode,
  down,
  exit,
  monitor,
  monitorNode,
  monitorNodes,
  netAdm,
  netKernel,
  nodes as connected,
  on,
  receive,
  register,
  self,
  send,
  type Address,
  type MonitorNodesOptions,
} from 'regent-otp';
import { startMemoryCluster } from 'regent-otp/testing';
import { eventually } from '../../support/eventually.js';
import { waiting } from '../../support/mailbox.js';
import { messageMode, startTestNode } from '../../support/startTestNode.js';
import { topologies } from '../../support/topologies.js';
import { VirtualClock } from '../../support/virtualClock.js';

const next = () => receive(on(P._, (message) => message));

describe.each(topologies.slice(1))('$topology', ({ start }) => {
  test('a node that was disconnected is away until it is needed', async () => {
    const { a, b, stop } = await start();
    const pid = await new Promise<Address>((resolve) => {
      b.spawn(async () => {
        resolve(self());
        for (;;) await receive(on(P._, (from) => send(from as Address, [self(), 'here'])));
      });
    });
    await a.run(async () => {
      const ref = monitor('process', pid);
      expect(disconnectNode('b')).toBe(true);
      expect(await next()).toEqual(['DOWN', ref, 'process', pid, 'noconnection']);
      expect(connected()).toEqual([]);
      expect(disconnectNode('b')).toBe(false);
      await eventually(() => b.connectedNodes().length === 0);
      expect(await netAdm.ping('b')).toBe('pong');
      expect(connected()).toEqual(['b']);
      send(pid, self());
      expect(await next()).toEqual([pid, 'here']);
    });
    await stop();
  });

  test('what is sent makes the connection, too', async () => {
    const { a, b, stop } = await start();
    await b.run(async () => {
      register('inbox', self());
      await a.run(() => {
        disconnectNode('b');
        send(['inbox', 'b'], 'hello');
      });
      expect(await next()).toBe('hello');
    });
    await stop();
  });
});

test('neither side connects again by itself', async () => {
  const clock = new VirtualClock();
  const { nodes, clusters, stop } = await startMemoryCluster(['a', 'b'], { node: { messages: messageMode, clock } });
  const states = () => [clusters.a, clusters.b].map((one) => one.nodes()[0]!.state);
  await nodes.a.run(async () => {
    // There and back: what is left of attempts that crossed each other at the start is over by then.
    await receive(on(down(monitor('process', ['nobody', 'b'])), () => undefined));
    disconnectNode('b');
    await eventually(() => nodes.b.connectedNodes().length === 0);
  });
  clock.advance(60_000);
  expect(states()).toEqual(['disconnected', 'disconnected']);
  await clusters.a.connected('b');
  expect(states()).toEqual(['connected', 'connected']);
  await stop();
});

test('a connection that cannot be made is false, and pang', async () => {
  const { nodes, network, stop } = await startMemoryCluster(['a', 'b'], { node: { messages: messageMode } });
  await nodes.a.run(async () => {
    expect(await netKernel.connectNode('b')).toBe(true);
    expect(await netKernel.connectNode('a')).toBe(true);
    expect(await netKernel.connectNode('nowhere')).toBe(false);
    network.cut('a', 'b');
    await eventually(() => connected().length === 0);
    expect(await netKernel.connectNode('b')).toBe(false);
    expect(await netAdm.ping('b')).toBe('pang');
    network.heal('a', 'b');
    expect(await netAdm.ping('b')).toBe('pong');
    await expect(netAdm.ping(5 as unknown as string)).rejects.toThrow('ping: node must be ');
  });
  await stop();
});

test('a node in no cluster ignores all that', async () => {
  await startTestNode().run(async () => {
    expect(disconnectNode('b')).toBe('ignored');
    expect(await netKernel.connectNode('b')).toBe('ignored');
    expect(await netAdm.ping('b')).toBe('pang');
  });
});

describe('monitorNode', () => {
  test('connects first: there is a nodedown only if that fails', async () => {
    const { nodes, network, stop } = await startMemoryCluster(['a', 'b'], { node: { messages: messageMode } });
    await nodes.a.run(async () => {
      disconnectNode('b');
      expect(monitorNode('b', true)).toBe(true);
      await eventually(() => connected().length === 1);
      expect(waiting()).toEqual([]);
      network.cut('a', 'b');
      expect(await next()).toEqual(['nodedown', 'b']);
      monitorNode('b', true);
      monitorNode('b', true);
      expect([await next(), await next()]).toEqual([
        ['nodedown', 'b'],
        ['nodedown', 'b'],
      ]);
      monitorNode('nowhere', true);
      expect(await next()).toEqual(['nodedown', 'nowhere']);
      monitorNode('a', true);
      expect(waiting()).toEqual([]);
    });
    await stop();
  });
});

describe('monitorNodes', () => {
  test('tells in the form of its options', async () => {
    const { nodes, stop } = await startMemoryCluster(['a', 'b'], { node: { messages: messageMode } });
    await nodes.a.run(async () => {
      const wishes: readonly (MonitorNodesOptions | undefined)[] = [
        undefined,
        [],
        ['nodedown_reason', ['node_type', 'all']],
        { nodedown_reason: true, connection_id: true },
        { nodedown_reason: false },
      ];
      for (const options of wishes) expect(monitorNodes(true, options)).toBe('ok');
      disconnectNode('b');
      const told = ['nodedown', 'b'];
      expect(waiting()).toEqual([
        told,
        [...told, []],
        [
          ...told,
          [
            ['nodedown_reason', 'disconnect'],
            ['node_type', 'visible'],
          ],
        ],
        [...told, { connection_id: 1, nodedown_reason: 'disconnect' }],
        [...told, {}],
      ]);
    });
    await stop();
  });

  test('is taken back for the same options', async () => {
    const { nodes, stop } = await startMemoryCluster(['a', 'b'], { node: { messages: messageMode } });
    await nodes.a.run(() => {
      monitorNodes(true);
      monitorNodes(true);
      monitorNodes(true, ['nodedown_reason']);
      expect(monitorNodes(false)).toBe('ok');
      disconnectNode('b');
      expect(waiting()).toHaveLength(1);
      expect(monitorNodes(false, ['nodedown_reason'])).toBe('ok');
    });
    await stop();
  });

  test('says what is wrong as OTP does', async () => {
    await startTestNode().run(() => {
      const wrong = monitorNodes as (...given: readonly unknown[]) => unknown;
      expect(wrong('yes')).toBe('error');
      expect(wrong(true, ['foo'])).toEqual(['error', ['unknown_options', ['foo']]]);
      expect(wrong(true, { foo: 1 })).toEqual(['error', ['unknown_options', { foo: 1 }]]);
      expect(wrong(true, 'foo')).toEqual(['error', ['invalid_options', 'foo']]);
      expect(wrong(true, [['node_type', 'foo']])).toEqual(['error', ['bad_option_value', ['node_type', 'foo']]]);
    });
  });
});

test('a process that ends is told of no node any more', async () => {
  const { nodes, stop } = await startMemoryCluster(['a', 'b'], { node: { messages: messageMode } });
  await nodes.a.run(async () => {
    const pid = nodes.a.spawn(() => {
      monitorNodes(true);
      monitorNode('b', true);
      exit('over');
    });
    await receive(on(down(monitor('process', pid)), () => undefined));
    expect(disconnectNode('b')).toBe(true);
  });
  await stop();
});
