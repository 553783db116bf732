// The wire can be tapped while it runs: what a tap sees, and that it ends.
import { expect, onTestFinished, test } from 'vitest';
import { P } from 'ts-pattern';
import { Address, on, processInfo, receive, self, send, type WireEvent } from 'regent-otp';
import { startMemoryCluster } from 'regent-otp/testing';
import { WireTaps } from '../../../lib/cluster/wireTaps.js';
import { Queue } from '../../support/queue.js';

const knockFrom = ['knock', P.instanceOf(Address)] as const;

test('a tap that is set later sees the frames of connections that stand, until it is taken away', async () => {
  const { nodes, clusters, stop } = await startMemoryCluster(['a', 'b']);
  onTestFinished(stop);
  const seen: string[] = [];
  const tap = ({ direction, type, node, bytes }: WireEvent) => {
    if (type === 'signal') seen.push(`${direction} ${node} ${Buffer.from(bytes).includes('knock')}`);
  };
  // Answers each knock.
  const porter = nodes.b.spawn(async () => {
    for (;;) send(await receive(on(knockFrom, ([, pid]) => pid)), 'come in');
  });
  const knock = () =>
    nodes.a.run(async () => {
      send(porter, ['knock', self()]);
      await receive(on('come in', () => undefined));
    });
  await knock();
  expect(seen).toEqual([]);
  const end = clusters.a.tapWire(tap);
  await knock();
  expect(seen).toEqual(['out b true', 'in b false']);
  end();
  await knock();
  expect(seen).toHaveLength(2);
});

test('the error of a tap is its own: the frames go their way, and other taps see them', async () => {
  const thrown = new Queue<unknown>();
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => thrown.push(error));
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException');
    for (const listener of listeners) process.on('uncaughtException', listener);
  });
  const broken = new Error('a broken tap');
  let seen = 0;
  const taps = new WireTaps(() => {
    throw broken;
  });
  taps.add(() => seen++);
  taps.tap!({ direction: 'out', type: 'signal', node: 'b', bytes: new Uint8Array() });
  expect(seen).toBe(1);
  expect(await thrown.next()).toBe(broken);
});

test('any mailbox of a node can be looked into from plain code', async () => {
  const { nodes, stop } = await startMemoryCluster(['a', 'b']);
  onTestFinished(stop);
  const { address } = nodes.a.newMailbox();
  nodes.a.send(address, 'first');
  nodes.a.send(address, ['second']);
  expect(processInfo(address, 'messages')).toEqual(['messages', ['first', ['second']]]);
  expect(processInfo(address, 'message_queue_len')).toEqual(['message_queue_len', 2]);
});
