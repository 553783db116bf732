/** What the processes of a scope tell each other when they meet, however much it is, and what cannot be told. */
import { expect, onTestFinished, test } from 'vitest';
import { createMsgpackCodec, self, spawn, type ClusterOptions } from 'regent-otp';
import { pg } from 'regent-otp/behaviours';
import { startMemoryCluster } from 'regent-otp/testing';
import { eventually } from '../../support/eventually.js';
import { messageMode } from '../../support/startTestNode.js';
import { idle } from '../global/partition.js';

async function start(cluster: Partial<ClusterOptions> = {}) {
  const started = await startMemoryCluster(['a', 'b'], {
    node: { messages: messageMode },
    cluster: { reconnect: { min: 1, max: 5 }, ...cluster },
  });
  onTestFinished(() => started.stop());
  return started.nodes;
}

test('a node learns more members than one message can hold, in their order', async () => {
  const { a, b } = await start({ codec: createMsgpackCodec({ limits: { maxTerms: 80_000 } }) });
  const pids = Array.from({ length: 25_000 }, () => idle(a));
  await a.run(async () => {
    await pg.start('chat');
    await pg.join('chat', 'few', pids.slice(0, 3));
    await pg.join('chat', 'many', pids);
    await pg.join('chat', 'last', pids[0]!);
  });
  await b.run(() => pg.start('chat'));
  const on = (group: string) => b.run(() => pg.getMembers('chat', group));
  await eventually(async () => (await on('last')).length > 0);
  expect(await on('few')).toEqual(pids.slice(0, 3));
  expect((await on('many')).every((pid, index) => pid === pids[index])).toBe(true);
  expect((await on('many')).length).toBe(pids.length);
});

test('a process in many groups leaves them all when it ends, on all nodes', async () => {
  const { a, b } = await start();
  const count = 12_000;
  const pid = idle(a);
  for (const node of [a, b]) await node.run(() => pg.start('chat'));
  await a.run(() => Promise.all(Array.from({ length: count }, (_, i) => pg.join('chat', ['group', i], pid))));
  await eventually(() => b.run(() => pg.whichGroups('chat').length === count));
  a.send(pid, 'stop');
  for (const node of [a, b]) await eventually(() => node.run(() => pg.whichGroups('chat').length === 0));
});

test('a group that cannot travel is refused, and the scope goes on', async () => {
  const { a, b } = await start();
  for (const node of [a, b]) await node.run(() => pg.start('chat'));
  await a.run(async () => {
    const me = self();
    await pg.join('chat', 'room', me);
    await eventually(() => b.run(() => pg.getMembers('chat', 'room').includes(me)));
    await expect(pg.join('chat', ['room', () => 1], me)).rejects.toThrow('a function cannot travel to another node');
    expect(pg.whichGroups('chat')).toEqual(['room']);
    await pg.join('chat', 'other', me);
    await eventually(() => b.run(() => pg.getMembers('chat', 'other').includes(me)));
  });
});

test('a group of before there was another node, and which cannot travel, does not hide the others', async () => {
  const { a, b } = await start();
  const reports: unknown[] = [];
  a.on('report', ({ label, node }) => reports.push([label, node]));
  const local = [() => 1];
  await a.run(async () => {
    await pg.start('chat');
    const pid = spawn(() => new Promise(() => undefined));
    await pg.join('chat', local, pid);
    await pg.join('chat', 'room', pid);
    await b.run(() => pg.start('chat'));
    await eventually(() => b.run(() => pg.getMembers('chat', 'room').includes(pid)));
    expect(pg.getMembers('chat', local)).toEqual([pid]);
  });
  expect(await b.run(() => pg.whichGroups('chat'))).toEqual(['room']);
  expect(reports).toContainEqual([['pg', 'not_transferable'], 'b']);
});
