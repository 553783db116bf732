/** Global names when a cluster falls into two halves, and when these meet again. */
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { exit, isProcessAlive, on, receive, self, type Address, type Node } from 'regent-otp';
import { genServer, global, type Resolve } from 'regent-otp/behaviours';
import { eventually } from '../../support/eventually.js';
import { Queue } from '../../support/queue.js';
import { idle, startPartition } from './partition.js';

const five = ['a', 'b', 'c', 'd', 'e'] as const;

const isAlive = (node: Node, pid: Address) => node.run(() => isProcessAlive(pid));

/** A process that has a name and passes on what it gets. */
function listener(node: Node, name: unknown, heard: Queue<unknown>, resolve: Resolve): Promise<Address> {
  const pid = node.spawn(async () => {
    for (;;) heard.push(await receive(on(P._, (message: unknown) => message)));
  });
  return node.run(async () => {
    expect(await global.registerName(name, pid, resolve)).toBe('yes');
    return pid;
  });
}

test('a half knows the names of its own nodes, and can give those of the other half anew', async () => {
  const { nodes, split, whereis } = await startPartition(five);
  const [one, two] = [idle(nodes.a), idle(nodes.d)];
  await nodes.a.run(() => global.registerName('one', one));
  await nodes.d.run(() => global.registerName('two', two));
  await split(['a', 'b'], ['c', 'd', 'e']);
  expect(await whereis('one')).toEqual([one, one, undefined, undefined, undefined]);
  expect(await whereis('two')).toEqual([undefined, undefined, two, two, two]);
  expect(await nodes.b.run(() => global.registerName('two', idle(nodes.b)))).toBe('yes');
});

test('when the halves meet, all nodes know the names of both', async () => {
  const { nodes, split, heal, whereis } = await startPartition(five);
  await split(['a', 'b'], ['c', 'd', 'e']);
  const [one, two] = [idle(nodes.b), idle(nodes.e)];
  await nodes.a.run(() => global.registerName('one', one));
  await nodes.c.run(() => global.registerName('two', two));
  await heal();
  expect(await whereis('one')).toEqual([one, one, one, one, one]);
  expect(await whereis('two')).toEqual([two, two, two, two, two]);
});

test('of two processes with one name that on the last node is killed, as with OTP', async () => {
  const { nodes, split, heal, whereis } = await startPartition(five);
  await split(['a', 'e'], ['b', 'c', 'd']);
  const [one, two] = [idle(nodes.e), idle(nodes.c)];
  await nodes.a.run(() => global.registerName('leader', one));
  await nodes.b.run(() => global.registerName('leader', two));
  await heal();
  expect(await whereis('leader')).toEqual([two, two, two, two, two]);
  expect(await isAlive(nodes.c, two)).toBe(true);
  await eventually(async () => !(await isAlive(nodes.e, one)));
});

test.each(['constructor', 'toString', 5])('the rule %j, which no node has, is the usual one', async (rule) => {
  const { nodes, split, heal, whereis } = await startPartition(['a', 'b']);
  await split(['a'], ['b']);
  const [one, two] = [idle(nodes.a), idle(nodes.b)];
  for (const [node, pid] of [[nodes.a, one] as const, [nodes.b, two] as const]) {
    await node.run(() => genServer.call('global_name_server', ['claim', 'leader', pid, rule, [], true]));
  }
  await heal();
  expect(await whereis('leader')).toEqual([one, one]);
  await eventually(async () => !(await isAlive(nodes.b, two)));
});

test('no name is held twice after the heal, however many there are', async () => {
  const { nodes, split, heal, whereis } = await startPartition(five);
  await split(['a', 'b'], ['c', 'd', 'e']);
  const names = Array.from({ length: 50 }, (_, index) => ['name', index]);
  const register = (node: Node) =>
    node.run(() => Promise.all(names.map((name) => global.registerName(name, idle(node), global.randomNotifyName))));
  await Promise.all([register(nodes.b), register(nodes.d)]);
  await heal();
  for (const name of names) expect(new Set((await whereis(name)).map((pid) => pid?.node))).toEqual(new Set(['b']));
});

test('randomNotifyName tells the process that has lost', async () => {
  const { nodes, split, heal, whereis } = await startPartition(['a', 'b', 'c']);
  await split(['a'], ['b', 'c']);
  const [first, last] = [new Queue<unknown>(), new Queue<unknown>()];
  const winner = await listener(nodes.a, 'leader', first, global.randomNotifyName);
  await listener(nodes.c, 'leader', last, global.randomNotifyName);
  await heal();
  expect(await last.next()).toEqual(['global_name_conflict', 'leader']);
  expect(await whereis('leader')).toEqual([winner, winner, winner]);
  expect(first.all()).toEqual([]);
});

test('notifyAllName tells both, and nobody has the name', async () => {
  const { nodes, split, heal, whereis } = await startPartition(['a', 'b', 'c']);
  await split(['a'], ['b', 'c']);
  const [first, last] = [new Queue<unknown>(), new Queue<unknown>()];
  const one = await listener(nodes.a, 'leader', first, global.notifyAllName);
  const two = await listener(nodes.c, 'leader', last, global.notifyAllName);
  await heal();
  expect(await first.next()).toEqual(['global_name_conflict', 'leader', two]);
  expect(await last.next()).toEqual(['global_name_conflict', 'leader', one]);
  expect(await whereis('leader')).toEqual([undefined, undefined, undefined]);
});

test('a function of your own is called once, with the process of the other half first, and may take its time', async () => {
  const { nodes, split, heal, whereis } = await startPartition(five);
  await split(['a', 'b'], ['c', 'd', 'e']);
  const calls: unknown[] = [];
  const choose: Resolve = async (...call) => {
    calls.push(call);
    await new Promise((resolve) => setImmediate(resolve));
    return call[1];
  };
  const [one, two] = [idle(nodes.b), idle(nodes.d)];
  await nodes.b.run(() => global.registerName('leader', one, choose));
  await nodes.d.run(() => global.registerName('leader', two, choose));
  await heal();
  expect(calls).toEqual([['leader', two, one]]);
  expect(await whereis('leader')).toEqual([two, two, two, two, two]);
  expect(await isAlive(nodes.b, one)).toBe(true);
});

test.each([
  ['gives neither', () => 'both' as never],
  ['throws', () => exit('undecided')],
  ['kills the process that calls it', () => exit(self(), 'kill') as never],
])('nobody has the name if the function %s', async (_, resolve) => {
  const { nodes, split, heal, whereis } = await startPartition(['a', 'b']);
  const reports: unknown[] = [];
  nodes.a.on('report', ({ label }) => reports.push(label));
  await split(['a'], ['b']);
  for (const node of [nodes.a, nodes.b]) await node.run(() => global.registerName('leader', idle(node), resolve));
  await heal();
  expect(await whereis('leader')).toEqual([undefined, undefined]);
  expect(reports).toEqual([['global', 'bad_resolve']]);
});

test('one process with the same name in both halves is no conflict', async () => {
  const { nodes, split, heal, whereis } = await startPartition(['a', 'b', 'c']);
  const pid = idle(nodes.c);
  const never: Resolve = () => exit('called');
  await nodes.a.run(() => global.registerName('leader', pid, never));
  await split(['a'], ['b', 'c']);
  expect(await nodes.b.run(() => global.registerName('leader', pid))).toBe('yes');
  await heal();
  expect(await whereis('leader')).toEqual([pid, pid, pid]);
});

test('a third node that both can reach keeps two nodes from giving a name twice', async () => {
  const { nodes, split, whereis } = await startPartition(['a', 'b', 'c']);
  const pid = idle(nodes.a);
  await split(['a'], ['b']);
  expect(await nodes.a.run(() => global.registerName('leader', pid))).toBe('yes');
  expect(await nodes.b.run(() => global.registerName('leader', idle(nodes.b)))).toBe('no');
  expect(await whereis('leader')).toEqual([pid, undefined, pid]);
});

test('a name that is taken over is given up by its holder, though the new one cannot reach it', async () => {
  const { nodes, split, heal, whereis } = await startPartition(['a', 'b', 'c']);
  const [old, next] = [idle(nodes.a), idle(nodes.c)];
  await nodes.a.run(() => global.registerName('leader', old));
  await split(['a'], ['c']);
  expect(await nodes.b.run(() => global.reRegisterName('leader', next))).toBe('yes');
  await heal();
  expect(await whereis('leader')).toEqual([next, next, next]);
  expect(await isAlive(nodes.a, old)).toBe(true);
});

test('a third node has the conflict of two decided that cannot reach each other', async () => {
  const { nodes, network, clusters, split, whereis } = await startPartition(['a', 'b', 'c']);
  await split(['a'], ['b', 'c']);
  const [one, two] = [idle(nodes.a), idle(nodes.b)];
  await nodes.a.run(() => global.registerName('leader', one));
  await nodes.c.run(() => global.registerName('leader', two));
  network.heal('a', 'c');
  await clusters.a.connected('c');
  await eventually(async () => (await whereis('leader'))[1] === undefined);
  expect(await whereis('leader')).toEqual([one, undefined, one]);
});

test('a registration waits for a node that does not answer, and goes on when it is lost', async () => {
  const { nodes, network, clusters } = await startPartition(['a', 'b', 'c']);
  await nodes.a.run(() => global.sync());
  network.hold('a', 'b');
  const pid = idle(nodes.a);
  let answer: string | undefined;
  const registered = nodes.a.run(async () => {
    answer = await global.registerName('leader', pid);
  });
  await nodes.a.run(() => nodes.c.run(() => global.sync()));
  expect(answer).toBeUndefined();
  network.cut('a', 'b');
  network.release('a', 'b');
  await registered;
  expect(answer).toBe('yes');
  expect(clusters.a.nodeStatus('b')?.state).not.toBe('connected');
  expect(await nodes.c.run(() => global.whereisName('leader'))).toBe(pid);
});

test('a registration whose node is lost leaves the name free', async () => {
  const { nodes, network, whereis } = await startPartition(['a', 'b', 'c']);
  await nodes.c.run(() => global.sync());
  network.hold('b', 'c');
  const ended = nodes.c.run(() => global.registerName('leader', idle(nodes.c))).catch(() => undefined);
  // The name is reserved on a by now, and c waits for b.
  await nodes.c.run(() => nodes.a.run(() => global.sync()));
  network.cut('a', 'c');
  network.cut('b', 'c');
  network.release('b', 'c');
  const pid = idle(nodes.b);
  expect(await nodes.b.run(() => global.registerName('leader', pid))).toBe('yes');
  expect((await whereis('leader')).slice(0, 2)).toEqual([pid, pid]);
  await ended;
});

test('a node that starts anew learns the names, and those of its earlier run are gone', async () => {
  const { nodes, restart, whereis } = await startPartition(['a', 'b', 'c']);
  const kept = idle(nodes.a);
  await nodes.a.run(() => global.registerName('kept', kept));
  await nodes.b.run(() => global.registerName('lost', idle(nodes.b)));
  const anew = await restart('b');
  await anew.run(() => global.sync());
  expect(await anew.run(() => global.whereisName('kept'))).toBe(kept);
  await nodes.a.run(() => global.sync());
  expect((await whereis('lost'))[0]).toBeUndefined();
});

test('a name server that is killed starts anew; its names are gone, others stay', async () => {
  const { nodes, whereis } = await startPartition(['a', 'b']);
  const [one, two] = [idle(nodes.a), idle(nodes.b)];
  await nodes.a.run(() => global.registerName('one', one));
  await nodes.b.run(() => global.registerName('two', two));
  const server = nodes.a.whereis('global_name_server')!;
  await nodes.a.run(() => exit(server, 'kill'));
  await eventually(() => nodes.a.whereis('global_name_server') !== undefined);
  await eventually(async () => (await whereis('two')).every((pid) => pid === two));
  expect(await whereis('one')).toEqual([undefined, undefined]);
  expect(await nodes.b.run(() => global.registerName('one', idle(nodes.b)))).toBe('yes');
});
