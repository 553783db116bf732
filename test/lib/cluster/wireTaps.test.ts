// The wire can be tapped while it runs: what a tap sees, and that it ends.
import { expect, onTestFinished, test } from 'vitest';
import { P } from 'ts-pattern';
import { Address, on, processInfo, receive, self, send, type WireEvent } from 'regent-otp';
import { startMemoryCluster } from 'regent-otp/testing';

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

test('any mailbox of a node can be looked into from plain code', async () => {
  const { nodes, stop } = await startMemoryCluster(['a', 'b']);
  onTestFinished(stop);
  const { address } = nodes.a.newMailbox();
  nodes.a.send(address, 'first');
  nodes.a.send(address, ['second']);
  expect(processInfo(address, 'messages')).toEqual(['messages', ['first', ['second']]]);
  expect(processInfo(address, 'message_queue_len')).toEqual(['message_queue_len', 2]);
});
