/** Global names in a cluster of three: who has them, what all nodes know, and how they go. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  catchTerm,
  down,
  exit,
  isProcessAlive,
  monitor,
  on,
  receive,
  self,
  send,
  type Address,
  type Node,
} from 'regent-otp';
import { global } from 'regent-otp/behaviours';
import { clusters, type Cluster } from '../../support/clusters.js';
import { eventually } from '../../support/eventually.js';
import { waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

/** A process that ends when it is told to. */
const idle = (node: Node): Address => node.spawn(() => receive(on('stop', () => 'ok')));

describe.each(clusters)('global names, $network', ({ start }) => {
  let cluster: Cluster;
  let a: Node;
  let b: Node;
  let c: Node;

  beforeEach(async () => {
    cluster = await start();
    ({ a, b, c } = cluster.nodes);
  });

  afterEach(() => cluster.stop());

  const whereis = (name: unknown) => Promise.all([a, b, c].map((node) => node.run(() => global.whereisName(name))));

  test('a name is known on all nodes when its registration is done', async () => {
    const pid = idle(a);
    expect(await a.run(() => global.registerName('leader', pid))).toBe('yes');
    expect(await whereis('leader')).toEqual([pid, pid, pid]);
    expect(await c.run(() => global.registeredNames())).toEqual(['leader']);
  });

  test('a name that is taken is refused on every node', async () => {
    await a.run(() => global.registerName('leader', idle(a)));
    expect(await b.run(() => global.registerName('leader', self()))).toBe('no');
    expect(await c.run(() => global.registerName('leader', self()))).toBe('no');
  });

  test('of registrations that race one wins', async () => {
    const register = (node: Node) => node.run(() => global.registerName('leader', idle(node)));
    const answers = await Promise.all([a, b, c, a, b, c].map(register));
    expect(answers.sort()).toEqual(['no', 'no', 'no', 'no', 'no', 'yes']);
  });

  test('a process of another node can be registered', async () => {
    const pid = idle(b);
    expect(await a.run(() => global.registerName('leader', pid))).toBe('yes');
    expect(await whereis('leader')).toEqual([pid, pid, pid]);
  });

  test('a process gets one name', async () => {
    const pid = idle(b);
    const reports: unknown[] = [];
    b.on('report', (report) => reports.push(report));
    expect(await a.run(() => global.registerName('one', pid))).toBe('yes');
    expect(await c.run(() => global.registerName('two', pid))).toBe('no');
    expect(await whereis('two')).toEqual([undefined, undefined, undefined]);
    expect(reports).toEqual([{ level: 'error', label: ['global', 'several_names'], pid, names: ['two', 'one'] }]);
  });

  test('any term is a name, and compares as a term', async () => {
    const pid = idle(a);
    const name = ['room', { floor: 5 }, pid];
    await a.run(() => global.registerName(name, pid));
    expect(await b.run(() => global.whereisName(['room', { floor: 5 }, pid]))).toBe(pid);
    expect(await b.run(() => global.whereisName(['room', { floor: 6 }, pid]))).toBeUndefined();
  });

  test('a name that cannot travel is refused, and leaves nothing behind', async () => {
    const pid = idle(a);
    await expect(a.run(() => global.registerName(() => 'name', pid))).rejects.toThrow('function');
    expect(await a.run(() => global.registeredNames())).toEqual([]);
    expect(await b.run(() => global.registerName('name', pid))).toBe('yes');
  });

  test('a name that is taken back is free on all nodes, whoever takes it back', async () => {
    await a.run(() => global.registerName('leader', idle(a)));
    expect(await b.run(() => global.unregisterName('leader'))).toBe('ok');
    expect(await whereis('leader')).toEqual([undefined, undefined, undefined]);
    expect(await c.run(() => global.registerName('leader', idle(c)))).toBe('yes');
  });

  test('reRegisterName takes the name from its holder, which lives on', async () => {
    const [old, next] = [idle(a), idle(b)];
    await a.run(() => global.registerName('leader', old));
    expect(await c.run(() => global.reRegisterName('leader', next))).toBe('yes');
    expect(await whereis('leader')).toEqual([next, next, next]);
    expect(await a.run(() => isProcessAlive(old))).toBe(true);
    expect(await a.run(() => global.registerName('other', old))).toBe('yes');
  });

  test('the name of a process that has ended is gone, and can be had again by whoever hears of the end', async () => {
    const old = idle(a);
    await a.run(() => global.registerName('leader', old));
    await b.run(async () => {
      const ref = monitor('process', old);
      exit(old, 'kill');
      await receive(on(down(ref), () => 'ended'));
      expect(await global.registerName('leader', self())).toBe('yes');
      expect(global.whereisName('leader')).toBe(self());
      expect(await c.run(() => global.whereisName('leader'))).toBe(self());
    });
    await eventually(async () => (await whereis('leader')).every((pid) => pid === undefined));
  });

  test('a process that has ended gets the name, and loses it at once', async () => {
    const pid = idle(a);
    await a.run(async () => {
      const ref = monitor('process', pid);
      send(pid, 'stop');
      await receive(on(down(ref), () => 'ended'));
      expect(await global.registerName('leader', pid)).toBe('yes');
    });
    expect(await a.run(() => global.whereisName('leader'))).toBeUndefined();
    await eventually(async () => (await whereis('leader')).every((found) => found === undefined));
    expect(await b.run(() => global.registerName('leader', idle(b)))).toBe('yes');
  });

  test('the names of a lost node are gone when its loss is known', async () => {
    const pid = idle(a);
    await a.run(() => global.registerName('leader', pid));
    await b.run(async () => {
      const ref = monitor('process', pid);
      const stopped = a.stop();
      await receive(on(down(ref), () => 'lost'));
      expect(global.whereisName('leader')).toBeUndefined();
      await stopped;
      expect(await global.registerName('leader', self())).toBe('yes');
    });
  });

  test('send reaches the process with a name, wherever it is', async () => {
    await a.run(async () => {
      await global.registerName('listener', self());
      const pid = self();
      expect(await b.run(() => global.send('listener', ['hello', 1]) === pid)).toBe(true);
      await receive(on(['hello', 1], () => 'heard'));
      expect(waiting()).toEqual([]);
    });
    expect(await c.run(() => catchTerm(() => global.send('nobody', 'hello')))).toEqual([
      'EXIT',
      ['badarg', ['nobody', 'hello']],
    ]);
  });
});

test('a node alone has global names, too', async () => {
  const node = startTestNode();
  await node.run(async () => {
    expect(global.whereisName('me')).toBeUndefined();
    expect(await global.sync()).toBe('ok');
    expect(await global.registerName('me', self())).toBe('yes');
    expect(global.whereisName('me')).toBe(self());
  });
});

test('wrong arguments are refused as by the guards of Erlang', async () => {
  const node = startTestNode();
  await node.run(async () => {
    await expect(global.registerName('me', 'nobody' as never)).rejects.toMatchObject({ reason: 'function_clause' });
    await expect(global.registerName('me', self(), 'no function' as never)).rejects.toThrow(
      'resolve must be a function',
    );
    await expect(global.reRegisterName('me', 5 as never)).rejects.toThrow('pid must be an Address, not 5');
  });
});
