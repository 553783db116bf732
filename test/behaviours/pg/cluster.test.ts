/** Process groups on several nodes: who sees whom, also after a split, a heal, and a scope that starts anew. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catchTerm, down, monitor, on, receive, self, send, type Address, type Node } from 'regent-otp';
import { genServer, pg } from 'regent-otp/behaviours';
import { idle, startPartition } from '../global/partition.js';
import { clusters, type Cluster } from '../../support/clusters.js';
import { eventually } from '../../support/eventually.js';

const startScope = (node: Node) => node.run(() => pg.start('chat'));
const membersOn = (node: Node, group: unknown) => node.run(() => pg.getMembers('chat', group));
const join = (node: Node, group: unknown, pids: Address | readonly Address[]) =>
  node.run(() => pg.join('chat', group, pids));

/** Waits until a node finds these members, in any order. */
const finds = (node: Node, group: unknown, pids: readonly Address[]) =>
  eventually(async () => {
    const found = await membersOn(node, group);
    return found.length === pids.length && pids.every((pid) => found.includes(pid));
  });

describe.each(clusters)('pg, $network', ({ start }) => {
  let cluster: Cluster;
  let a: Node;
  let b: Node;
  let c: Node;

  beforeEach(async () => {
    cluster = await start();
    ({ a, b, c } = cluster.nodes);
    for (const node of [a, b]) await startScope(node);
  });

  afterEach(() => cluster.stop());

  test('a member is seen on all nodes of the scope, and is local on its own', async () => {
    const pid = idle(a);
    await join(a, 'room', pid);
    await finds(b, 'room', [pid]);
    expect(await b.run(() => [pg.getLocalMembers('chat', 'room'), pg.whichLocalGroups('chat')])).toEqual([[], []]);
    expect(await b.run(() => pg.whichGroups('chat'))).toEqual(['room']);
    expect(await a.run(() => pg.getLocalMembers('chat', 'room'))).toEqual([pid]);
    expect(await membersOn(c, 'room')).toEqual([]);
  });

  test('a scope that starts later learns the members that are there', async () => {
    const [one, two] = [idle(a), idle(b)];
    await join(a, 'room', [one, one]);
    await join(b, 'room', two);
    await startScope(c);
    await finds(c, 'room', [one, one, two]);
  });

  test('a process of another node cannot join or leave', async () => {
    const pid = idle(b);
    await a.run(async () => {
      const reason = ['EXIT', [['nolocal', pid], expect.anything()]];
      expect(await catchTerm(() => pg.join('chat', 'room', [self(), pid]))).toEqual(reason);
      expect(await catchTerm(() => pg.leave('chat', 'room', pid))).toEqual(reason);
    });
  });

  test('leaving is seen on the other nodes, as often as it happens, and so is the end of a member', async () => {
    const [one, two] = [idle(a), idle(a)];
    await join(a, 'room', [one, two, one]);
    await finds(b, 'room', [one, one, two]);
    await a.run(() => pg.leave('chat', 'room', one));
    await finds(b, 'room', [one, two]);
    a.send(one, 'stop');
    await finds(b, 'room', [two]);
    a.send(two, 'stop');
    await finds(b, 'room', []);
    expect(await b.run(() => pg.whichGroups('chat'))).toEqual([]);
  });

  test('monitors hear of what happens on other nodes, and of the loss of a node', async () => {
    const pid = idle(a);
    await b.run(async () => {
      const [ref, groups] = await pg.monitorScope('chat');
      expect(groups).toEqual(new Map());
      await join(a, 'room', [pid, pid]);
      await receive(on([ref, 'join', 'room', [pid, pid]], () => 'joined'));
      const stopped = a.stop();
      await receive(on([ref, 'leave', 'room', [pid, pid]], () => 'left'));
      await stopped;
      expect(pg.getMembers('chat', 'room')).toEqual([]);
    });
  });

  test('a scope that starts anew has forgotten its own members and learns those of others', async () => {
    const [one, two] = [idle(a), idle(b)];
    await join(a, 'room', one);
    await join(b, 'room', two);
    await finds(a, 'room', [one, two]);
    await a.run(() => genServer.stop('chat'));
    await finds(b, 'room', [two]);
    await startScope(a);
    await finds(a, 'room', [two]);
    await finds(b, 'room', [two]);
  });
});

test('halves that are split see their own members, and after the heal all', async () => {
  const { nodes, split, heal } = await startPartition(['a', 'b', 'c', 'd']);
  const all = Object.values(nodes);
  for (const node of all) await startScope(node);
  const [one, two, three] = [idle(nodes.a), idle(nodes.c), idle(nodes.d)];
  await join(nodes.a, 'room', one);
  await join(nodes.c, 'room', two);
  for (const node of all) await finds(node, 'room', [one, two]);
  await split(['a', 'b'], ['c', 'd']);
  for (const node of [nodes.a, nodes.b]) await finds(node, 'room', [one]);
  for (const node of [nodes.c, nodes.d]) await finds(node, 'room', [two]);
  await join(nodes.d, 'room', three);
  await nodes.a.run(() => pg.leave('chat', 'room', one));
  await heal();
  for (const node of all) await finds(node, 'room', [two, three]);
});

test('a member that ends while the nodes are apart is gone after the heal, and nobody is there twice', async () => {
  const { nodes, split, heal } = await startPartition(['a', 'b']);
  for (const node of [nodes.a, nodes.b]) await startScope(node);
  const [one, two] = [idle(nodes.a), idle(nodes.a)];
  await join(nodes.a, 'room', [one, two]);
  await finds(nodes.b, 'room', [one, two]);
  for (let round = 0; round < 3; round++) {
    await split(['a'], ['b']);
    await heal();
    await finds(nodes.b, 'room', [one, two]);
  }
  await split(['a'], ['b']);
  await nodes.a.run(async () => {
    const ref = monitor('process', two);
    send(two, 'stop');
    await receive(on(down(ref), () => 'ended'));
  });
  await heal();
  await finds(nodes.b, 'room', [one]);
});

test('a node that starts anew brings its members along', async () => {
  const { nodes, restart } = await startPartition(['a', 'b']);
  for (const node of [nodes.a, nodes.b]) await startScope(node);
  await join(nodes.a, 'room', idle(nodes.a));
  const anew = await restart('a');
  await startScope(anew);
  const pid = idle(anew);
  await join(anew, 'room', pid);
  await finds(nodes.b, 'room', [pid]);
});
