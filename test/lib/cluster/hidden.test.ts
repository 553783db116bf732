// Hidden nodes: reached like all others, but not listed, and no part of global names and groups.
import { expect, onTestFinished, test } from 'vitest';
import {
  disconnectNode,
  joinCluster,
  link,
  monitorNode,
  monitorNodes,
  nodes,
  on,
  processFlag,
  receive,
  self,
  send,
  spawn,
  type Cluster,
  type Node,
} from 'regent-otp';
import { global, pg } from 'regent-otp/behaviours';
import { createMemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import { memorySpec } from '../../../lib/cluster/spec/memorySpec.js';
import { eventually } from '../../support/eventually.js';
import { startTestNode } from '../../support/startTestNode.js';
import { idle, next } from './across/place.js';

const ids = ['a', 'b', 'h'] as const;

/** The nodes a and b, and h, which is hidden. */
async function start() {
  const network = createMemoryNetwork();
  const members = {} as Record<(typeof ids)[number], { readonly node: Node; readonly cluster: Cluster }>;
  for (const id of ids) {
    const node = startTestNode({ name: id });
    const transport = network.transport(id);
    const options = { spec: memorySpec(ids, id), transport, hidden: id === 'h', reconnect: { min: 1, max: 20 } };
    members[id] = { node, cluster: await joinCluster(node, options) };
    onTestFinished(() => node.stop());
  }
  const all = Object.values(members);
  await Promise.all(
    all.flatMap(({ node, cluster }) => ids.filter((id) => id !== node.name).map((id) => cluster.connected(id))),
  );
  return { a: members.a.node, b: members.b.node, h: members.h.node, cluster: members.a.cluster };
}

test('nodes() of neither side lists the connection with a hidden node', async () => {
  const { a, h, cluster } = await start();
  expect(await a.run(() => [nodes(), nodes('hidden'), nodes('connected')])).toEqual([['b'], ['h'], ['b', 'h']]);
  expect(await h.run(() => [nodes(), nodes('hidden'), nodes(['this', 'visible'])])).toEqual([[], ['a', 'b'], ['h']]);
  expect(await a.run(() => nodes(['this', 'hidden', 'known']))).toEqual(['a', 'h', 'b']);
  expect(cluster.nodes().map(({ id, type }) => [id, type])).toEqual([
    ['b', 'visible'],
    ['h', 'hidden'],
  ]);
});

test('nodes() refuses what is no kind of nodes', async () => {
  await startTestNode().run(() => {
    expect(() => nodes('foo' as never)).toThrow(
      "nodes: which must be 'visible', 'hidden', 'connected', 'this' or 'known'",
    );
  });
});

test('messages and links reach a hidden node', async () => {
  const { a, h } = await start();
  await a.run(async () => {
    const me = self();
    const there = h.spawn(async () => {
      link(me);
      send(me, 'hello');
      await receive(on('stop', () => undefined));
    });
    expect(await next()).toBe('hello');
    processFlag('trap_exit', true);
    disconnectNode('h');
    expect(await next()).toEqual(['EXIT', there, 'noconnection']);
  });
});

test('who monitors nodes hears of a hidden one if it asks for that', async () => {
  const { a, cluster } = await start();
  const events: unknown[] = [];
  a.on('nodedown', (node, info) => events.push([node, info]));
  await a.run(async () => {
    const listen = (options: Parameters<typeof monitorNodes>[1]) =>
      new Promise<readonly unknown[]>((resolve) => {
        spawn(async () => {
          monitorNodes(true, options);
          send(parent, 'listening');
          const heard: unknown[] = [];
          for (;;) {
            const message = await next();
            if (message === 'enough') return resolve(heard);
            heard.push(message);
          }
        });
      });
    const parent = self();
    const before = new Set(a.processes);
    const heard = [undefined, ['nodedown_reason'], [['node_type', 'hidden']], { node_type: 'all' }].map((options) =>
      listen(options as never),
    );
    for (const _ of heard) await receive(on('listening', () => undefined));
    monitorNode('h', true);
    disconnectNode('h');
    expect(await next()).toEqual(['nodedown', 'h']);
    await cluster.connected('h');
    for (const process of a.processes) if (!before.has(process)) send(process.address, 'enough');
    const told = [['node_type', 'hidden']];
    expect(await Promise.all(heard)).toEqual([
      [],
      [],
      [
        ['nodedown', 'h', told],
        ['nodeup', 'h', told],
      ],
      [
        ['nodedown', 'h', { node_type: 'hidden' }],
        ['nodeup', 'h', { node_type: 'hidden' }],
      ],
    ]);
  });
  expect(events).toEqual([['h', { reason: 'disconnect', type: 'hidden' }]]);
});

test('global names and groups do not reach a hidden node, nor come from it', async () => {
  const { a, b, h } = await start();
  const pid = idle(a);
  for (const node of [a, b, h]) await node.run(() => pg.start('pg'));
  await a.run(() => Promise.all([global.registerName('leader', pid), pg.join('group', pid)]));
  await h.run(() => Promise.all([global.registerName('hidden', idle(h)), pg.join('group', idle(h))]));
  await eventually(() => b.run(() => pg.getMembers('group').length === 1));
  expect(await b.run(() => [global.whereisName('leader'), global.registeredNames()])).toEqual([pid, ['leader']]);
  expect(await h.run(() => [global.registeredNames(), pg.getMembers('group').length])).toEqual([['hidden'], 1]);
  expect(await a.run(() => pg.getMembers('group'))).toEqual([pid]);
});

test('an option that is neither true nor false is refused', async () => {
  const spec = { nodes: [{ id: 'a', address: 'localhost:1' }] };
  const joining = joinCluster(startTestNode({ name: 'a' }), { spec, hidden: 'yes' as never });
  await expect(joining).rejects.toThrow('hidden must be true or false');
});
