// Members that come and go: by discoveries, by a spec that is read anew, by the records of a name server.
import { writeFile } from 'node:fs/promises';
import { join as pathOf } from 'node:path';
import {
  dnsServices,
  joinCluster,
  staticNodes,
  watchedFile,
  type Cluster,
  type ClusterOptions,
  type ConnectionEvent,
  type Discovery,
  type DiscoveryWatcher,
  type Node,
  type NodeSpecFile,
} from 'regent-otp';
import { expect, onTestFinished, test } from 'vitest';
import { createMemoryNetwork } from '../../../lib/cluster/memoryTransport.js';
import { memorySpec } from '../../../lib/cluster/spec/memorySpec.js';
import { credentialsOf } from '../../support/certificates.js';
import { eventually } from '../../support/eventually.js';
import { startTestNode } from '../../support/startTestNode.js';
import { loneSpec } from '../../support/startTlsCluster.js';
import { temporaryFolder } from '../certs/temporaryFolder.js';
import { startNameServer, type Records } from './discovery/nameServer.js';

const ids = ['a', 'b', 'c'] as const;
const file = (id: string, port = ids.indexOf(id as 'a') + 1): NodeSpecFile => ({ id, address: `memory:${port}` });

/** Nodes of a network in memory that know nobody but themselves; `join` has more of them join. */
function network() {
  const memory = createMemoryNetwork();
  const join = async (id: string, options: Partial<ClusterOptions> = {}) => {
    const node = startTestNode({ name: id });
    const spec = { ...memorySpec(ids, id), nodes: [memorySpec(ids, id).own] };
    const rest = { transport: memory.transport(id), reconnect: { min: 1, max: 5 }, ...options };
    const cluster = await joinCluster(node, { spec, ...rest });
    const events: ConnectionEvent[] = [];
    node.on('connection', (event) => events.push(event));
    return { node, cluster, events };
  };
  return { memory, join };
}

/** A discovery that finds what the test says. */
function byTest(keepsConnected = false) {
  let watcher: DiscoveryWatcher | undefined;
  let looks = 0;
  const discovery: Discovery = {
    keepsConnected,
    start(given) {
      watcher = given;
      return { stop: () => (watcher = undefined), look: () => looks++ };
    },
  };
  return {
    discovery,
    found: (...nodes: NodeSpecFile[]) => watcher!.found(nodes),
    isStopped: () => watcher === undefined,
    looks: () => looks,
  };
}

const members = (cluster: Cluster) => cluster.nodes().map(({ id, address }) => `${id} ${address}`);
const isConnected = (cluster: Cluster, id: string) => cluster.nodeStatus(id)?.state === 'connected';
const changes = (events: readonly ConnectionEvent[]) =>
  events.filter(({ event }) => event.startsWith('member_')).map(({ event, node }) => `${event} ${node}`);

test('who is found is connected with, and removed when it is found no more', async () => {
  const { join } = network();
  const finder = byTest();
  const { node, cluster, events } = await join('a', { discovery: finder.discovery });
  await join('b', { discovery: staticNodes([file('a')]) });
  finder.found(file('a'), file('b'));
  await cluster.connected('b');
  const down = new Promise((resolve) => node.once('nodedown', (id, { reason }) => resolve([id, reason])));
  finder.found(file('a'));
  expect(await down).toEqual(['b', 'removed']);
  expect(members(cluster)).toEqual([]);
  expect(changes(events)).toEqual(['member_added b', 'member_removed b']);
});

test('who is missing stays a member while it is connected, if the discovery may miss nodes', async () => {
  const { join, memory } = network();
  const finder = byTest(true);
  const { cluster } = await join('a', { discovery: finder.discovery });
  await join('b', { discovery: staticNodes([file('a')]) });
  finder.found(file('b'), file('c'));
  await cluster.connected('b');
  finder.found();
  expect(members(cluster)).toEqual(['b memory:2']);
  memory.cut('a', 'b');
  await eventually(() => members(cluster).length === 0);
});

test('who is missing, and lost while it is told that it is up, is no member any more', async () => {
  const { join } = network();
  const finder = byTest(true);
  const { node, cluster } = await join('a', { discovery: finder.discovery });
  await join('b', { discovery: staticNodes([file('a')]) });
  node.on('nodeup', () => {
    finder.found();
    node.peers.get('b')!.disconnect();
  });
  finder.found(file('b'));
  await eventually(() => members(cluster).length === 0);
});

test('who is found again meanwhile stays a member when the connection is lost', async () => {
  const { join, memory } = network();
  const finder = byTest(true);
  const { cluster } = await join('a', { discovery: finder.discovery });
  await join('b', { discovery: staticNodes([file('a')]) });
  finder.found(file('b'));
  await cluster.connected('b');
  finder.found();
  finder.found(file('b'));
  memory.cut('a', 'b');
  await eventually(() => !isConnected(cluster, 'b'));
  memory.heal('a', 'b');
  await cluster.connected('b');
});

test('one that several name is a member until none of them does', async () => {
  const { join } = network();
  const [one, other] = [byTest(), byTest()];
  const { cluster } = await join('a', { discovery: [one.discovery, other.discovery] });
  cluster.addNode(file('c'));
  one.found(file('b'), file('c'));
  other.found(file('b'));
  one.found();
  expect(members(cluster)).toEqual(['c memory:3', 'b memory:2']);
  other.found();
  expect(members(cluster)).toEqual(['c memory:3']);
});

test('one that is found at another address is looked for there, and a connection is left alone', async () => {
  const { join } = network();
  const finder = byTest();
  const { node, cluster, events } = await join('a', { discovery: finder.discovery });
  await join('b', { discovery: staticNodes([file('a')]) });
  finder.found(file('b', 99));
  expect(members(cluster)).toEqual(['b memory:99']);
  finder.found(file('b'));
  await cluster.connected('b');
  let losses = 0;
  node.on('nodedown', () => losses++);
  finder.found(file('b', 98));
  expect(members(cluster)).toEqual(['b memory:98']);
  expect([isConnected(cluster, 'b'), losses]).toEqual([true, 0]);
  expect(changes(events)).toEqual(['member_added b', 'member_moved b', 'member_moved b']);
});

test('of two addresses that two discoveries tell the one told last counts, however often the other is repeated', async () => {
  const { join } = network();
  const [one, other] = [byTest(), byTest()];
  const { cluster } = await join('a', { discovery: [one.discovery, other.discovery] });
  one.found(file('b', 7));
  other.found(file('b', 8));
  one.found(file('b', 7));
  expect(members(cluster)).toEqual(['b memory:8']);
});

test('an address that is withdrawn gives way to what another discovery tells', async () => {
  const { join } = network();
  const [one, other] = [byTest(), byTest()];
  const { cluster, events } = await join('a', { discovery: [one.discovery, other.discovery] });
  one.found(file('b', 7));
  other.found(file('b', 8));
  other.found();
  expect(members(cluster)).toEqual(['b memory:7']);
  expect(changes(events)).toEqual(['member_added b', 'member_moved b', 'member_moved b']);
});

test('a member may be removed by who is told that it is there', async () => {
  const { join } = network();
  const finder = byTest();
  const { node, cluster } = await join('a', { discovery: finder.discovery });
  node.on('connection', ({ event, node: id }) => {
    if (event === 'member_added' && id === 'b') void cluster.removeNode('b');
  });
  finder.found(file('b'), file('c'));
  expect(members(cluster)).toEqual(['c memory:3']);
});

test('who leaves tells of no member that is removed, and what is found afterwards does not count', async () => {
  const { join } = network();
  let watcher: DiscoveryWatcher | undefined;
  const discovery: Discovery = {
    start(given) {
      watcher = given;
      return { stop: () => undefined };
    },
  };
  const { cluster, events } = await join('a', { discovery });
  watcher!.found([file('b')]);
  await cluster.leave();
  watcher!.found([file('c')]);
  watcher!.failed('too late');
  expect(events.filter(({ event }) => event !== 'dial_failed').map(({ event }) => event)).toEqual(['member_added']);
  expect(members(cluster)).toEqual([]);
});

test('one that was removed by hand is back when it is found', async () => {
  const { join } = network();
  const finder = byTest();
  const { cluster } = await join('a', { discovery: finder.discovery });
  finder.found(file('b'));
  await cluster.removeNode('b');
  expect(members(cluster)).toEqual([]);
  finder.found(file('b'));
  expect(members(cluster)).toEqual(['b memory:2']);
});

test('a list with a mistake in it changes nothing, and is told', async () => {
  const { join } = network();
  const finder = byTest();
  const { cluster, events } = await join('a', { discovery: finder.discovery });
  finder.found(file('b'));
  finder.found(file('c'), { id: 'b/', address: 'memory:2' });
  expect(members(cluster)).toEqual(['b memory:2']);
  expect(events.at(-1)).toMatchObject({
    event: 'discovery_failed',
    reason: expect.stringContaining('nodes[1].id: "b/"'),
  });
});

test('a node that is no member and asks to be let in makes discoveries look, once in a while', async () => {
  const { join } = network();
  const finder = byTest();
  const { cluster, events } = await join('a', { discovery: finder.discovery });
  await join('b', { discovery: staticNodes([file('a')]) });
  await eventually(() => events.filter(({ reason }) => reason === 'unknown_node').length > 1);
  expect(finder.looks()).toBe(1);
  finder.found(file('b'));
  await cluster.connected('b');
});

test('discoveries end when the node leaves', async () => {
  const { join } = network();
  const finder = byTest();
  const { cluster } = await join('a', { discovery: finder.discovery });
  await cluster.leave();
  expect(finder.isStopped()).toBe(true);
});

test('nodes that find each other do not compare their members', async () => {
  const { join } = network();
  const { cluster, events } = await join('a', { discovery: staticNodes([file('b')]) });
  const other = await join('b', { discovery: staticNodes([file('a'), file('c')]) });
  await Promise.all([cluster.connected('b'), other.cluster.connected('a')]);
  expect([...events, ...other.events].filter(({ event }) => event === 'spec_differs')).toEqual([]);
});

test('a discovery that is none is refused, and so is one in a cluster without certificates', async () => {
  const { join } = network();
  await expect(join('a', { discovery: [{}] as never })).rejects.toThrow('discovery must be a discovery, or several');
  const spec = { nodes: [file('a')] };
  const joining = join('a', { spec, transport: undefined, discovery: staticNodes([]) });
  await expect(joining).rejects.toThrow('the cluster spec names no certificates');
});

test('the members of a file that changes', async () => {
  const { join } = network();
  const path = pathOf(await temporaryFolder(), 'nodes.json');
  await writeFile(path, JSON.stringify([file('a')]));
  const { cluster } = await join('a', { discovery: watchedFile(path, { interval: 1 }) });
  await join('b', { discovery: staticNodes([file('a')]) });
  await writeFile(path, JSON.stringify([file('a'), file('b')]));
  await eventually(() => isConnected(cluster, 'b'));
  await writeFile(path, JSON.stringify([file('a')]));
  await eventually(() => members(cluster).length === 0);
});

test('a spec that is read anew changes the members, and nothing if there is a mistake in it', async () => {
  const { join } = network();
  const path = pathOf(await temporaryFolder(), 'cluster.json');
  const { certPem, keyPem, clusterCertPem } = await credentialsOf('a');
  const pems = { node_cert_pem: certPem, node_key_pem: keyPem, cluster_cert_pem: clusterCertPem };
  const write = (...nodes: NodeSpecFile[]) => writeFile(path, JSON.stringify({ nodes, ...pems }));
  await write(file('a'), file('b'), file('x', 9));
  const { cluster } = await join('a', { spec: path });
  cluster.addNode({ id: 'byHand', address: 'memory:7' });
  expect(cluster.reload()).toEqual({ added: [], removed: [], moved: [] });
  await write(file('a'), file('c'), file('x', 8));
  expect(cluster.reload()).toEqual({ added: ['c'], removed: ['b'], moved: ['x'] });
  expect(members(cluster)).toEqual(['x memory:8', 'byHand memory:7', 'c memory:3']);
  await write(file('b'));
  expect(() => cluster.reload()).toThrow('none has the id of this node');
  expect(members(cluster)).toHaveLength(3);
  expect(cluster.reload({ nodes: [file('a'), file('b')], ...pems })).toMatchObject({ added: ['b'] });
});

test('a spec that came from no file is not read anew', async () => {
  const { cluster } = await network().join('a');
  expect(() => cluster.reload()).toThrow('reload: source must be a cluster spec');
});

test('a cluster over TLS that a name server tells of: nodes come, and stay while they are not ready', async () => {
  const records = { SRV: {}, A: {}, asked: 0 } as Records & { asked: number };
  const servers = [await startNameServer(records)];
  const start = async (id: string): Promise<{ readonly node: Node; readonly cluster: Cluster }> => {
    const node = startTestNode({ name: id });
    const options = { discovery: dnsServices('chat', { servers, interval: 5 }), reconnect: { min: 1, max: 20 } };
    const cluster = await joinCluster(node, { ...options, spec: await loneSpec(id) });
    onTestFinished(() => node.stop());
    return { node, cluster };
  };
  const list = (...started: readonly { readonly node: Node; readonly cluster: Cluster }[]) => {
    const target = (node: Node) => `${node.name}.chat`;
    records.SRV!['chat'] = started.map(({ node, cluster }) => ({ target: target(node), port: cluster.endpoint!.port }));
    for (const { node } of started) records.A![target(node)] = ['127.0.0.1'];
  };
  const [a, b, c] = [await start('a'), await start('b'), await start('c')];
  list(a, b);
  await eventually(() => isConnected(a.cluster, 'b') && isConnected(b.cluster, 'a'));
  list(a, b, c);
  await eventually(() => a.node.connectedNodes().length === 2 && c.node.connectedNodes().length === 2);
  list(a);
  const { asked } = records;
  await eventually(() => records.asked > asked + 20);
  expect([members(c.cluster).length, a.node.connectedNodes().length]).toEqual([2, 2]);
  await b.node.stop();
  await eventually(() => members(a.cluster).length === 1);
});
