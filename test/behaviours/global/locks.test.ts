/** Locks: one requester at a time, on all nodes that are named, for as long as a process stands behind it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { down, exit, monitor, on, receive, self, send, type Address, type Node } from 'regent-otp';
import { global } from 'regent-otp/behaviours';
import { clusters, type Cluster } from '../../support/clusters.js';
import { startTestNode } from '../../support/startTestNode.js';
import { eventually } from '../../support/eventually.js';
import { startPartition } from './partition.js';

/** A process that sets a lock, and then keeps it until it is told to end. */
function holder(node: Node, resource: unknown): Promise<Address> {
  return new Promise((resolve) => {
    node.spawn(async () => {
      expect(await global.setLock([resource, self()])).toBe(true);
      resolve(self());
      await receive(on('stop', () => 'ok'));
    });
  });
}

/** Whether another can have a lock on all nodes now. */
const isFree = (node: Node, resource: unknown) =>
  node.run(async () => {
    const nodes = ['a', 'b', 'c'];
    const isSet = await global.setLock([resource, self()], nodes, 0);
    if (isSet) await global.delLock([resource, self()], nodes);
    return isSet;
  });

describe.each(clusters)('locks, $network', ({ start }) => {
  let cluster: Cluster;
  let a: Node;
  let b: Node;
  let c: Node;

  beforeEach(async () => {
    cluster = await start();
    ({ a, b, c } = cluster.nodes);
  });

  afterEach(() => cluster.stop());

  test('a lock that is set on all nodes is refused to others on each of them', async () => {
    await a.run(async () => {
      expect(await global.setLock(['door', 'ann'])).toBe(true);
      for (const node of ['a', 'b', 'c']) expect(await global.setLock(['door', 'bob'], [node], 0)).toBe(false);
      expect(await global.setLock(['window', 'bob'], ['a', 'b', 'c'], 0)).toBe(true);
    });
  });

  test('a try that fails on one node leaves nothing behind on the others', async () => {
    await a.run(async () => {
      expect(await global.setLock(['door', 'ann'], ['c'])).toBe(true);
      expect(await global.setLock(['door', 'bob'], ['a', 'b', 'c'], 0)).toBe(false);
      expect(await global.setLock(['door', 'eve'], ['a', 'b'], 0)).toBe(true);
    });
  });

  test('processes with one requester share a lock, which is free when none has it any more', async () => {
    await a.run(async () => {
      expect(await global.setLock(['door', 'we'])).toBe(true);
      expect(await global.setLock(['door', 'we'])).toBe(true);
      await b.run(async () => {
        expect(await global.setLock(['door', 'we'], ['a', 'b', 'c'], 0)).toBe(true);
        expect(await a.run(() => global.delLock(['door', 'we']))).toBe(true);
        expect(await isFree(c, 'door')).toBe(false);
        await global.delLock(['door', 'we']);
      });
      expect(await isFree(c, 'door')).toBe(false);
      await global.delLock(['door', 'we']);
      expect(await isFree(c, 'door')).toBe(true);
    });
  });

  test('the lock of a process that ends is free', async () => {
    const pid = await holder(b, 'door');
    expect(await isFree(a, 'door')).toBe(false);
    await b.run(async () => {
      const ref = monitor('process', pid);
      exit(pid, 'kill');
      await receive(on(down(ref), () => 'ended'));
    });
    await eventually(() => isFree(a, 'door'));
  });

  test('the lock of a process whose node is lost is free', async () => {
    const pid = await holder(c, 'door');
    expect(await isFree(a, 'door')).toBe(false);
    await a.run(async () => {
      const ref = monitor('process', pid);
      const stopped = c.stop();
      await receive(on(down(ref), () => 'lost'));
      await stopped;
    });
    await eventually(() => isFree(b, 'door'));
  });

  test('who waits for a lock gets it when it is free', async () => {
    const pid = await holder(a, 'door');
    const waiting = b.run(() => global.setLock(['door', self()]));
    await b.run(() => global.sync());
    a.send(pid, 'stop');
    expect(await waiting).toBe(true);
  });

  test('nodes that are not there do not count', async () => {
    expect(await a.run(() => global.setLock(['door', self()], ['a', 'nowhere'], 0))).toBe(true);
    expect(await a.run(() => global.setLock(['door', self()], []))).toBe(true);
  });

  test('trans does something alone, and gives its result', async () => {
    let inside = 0;
    const transact = (node: Node) =>
      node.run(() =>
        global.trans(['table', self()], async () => {
          expect(++inside).toBe(1);
          await global.sync();
          return (inside -= 1);
        }),
      );
    expect(await Promise.all([transact(a), transact(b)])).toEqual([0, 0]);
  });

  test('trans is aborted when it cannot have the lock, and frees it when the function throws', async () => {
    await holder(a, 'door');
    expect(await b.run(() => global.trans(['door', self()], () => 'inside', ['a', 'b'], 0))).toBe('aborted');
    await expect(b.run(() => global.trans(['table', self()], () => exit('failed')))).rejects.toThrow('failed');
    expect(await isFree(c, 'table')).toBe(true);
  });
});

test('a lock whose holder is cut off is free in the other half, and the registration of names goes on', async () => {
  const { nodes, split, heal } = await startPartition(['a', 'b', 'c']);
  const pid = await holder(nodes.a, 'door');
  await split(['a'], ['b', 'c']);
  await eventually(() => isFree(nodes.b, 'door'));
  expect(await nodes.b.run(() => global.registerName('leader', self()))).toBe('yes');
  await heal();
  nodes.a.send(pid, 'stop');
  await eventually(() => isFree(nodes.b, 'door'));
});

test('wrong arguments are refused as by the guards of Erlang', async () => {
  await startTestNode().run(async () => {
    await expect(global.setLock('door' as never)).rejects.toMatchObject({ reason: 'function_clause' });
    await expect(global.setLock(['door', 1], 'a' as never)).rejects.toThrow('nodes must be a list of names of nodes');
    await expect(global.setLock(['door', 1], [], -1)).rejects.toThrow('retries must be');
    await expect(global.delLock(['door'] as never)).rejects.toThrow('id must be [resource, requester]');
    await expect(global.trans(['door', 1], 'work' as never)).rejects.toThrow('fun must be a function');
    await expect(global.trans(['door', 1], () => send(self(), 1), [], 0.5)).rejects.toThrow('not 0.5');
  });
});
