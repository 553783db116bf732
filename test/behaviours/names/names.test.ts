/** Names that any node may claim, in a cluster of three: who has them, what all nodes know, and how they go. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catchTerm, down, exit, genCast, monitor, on, receive, self, send, type Node } from 'regent-otp';
import { GenServer, genServer, names, ok, reply } from 'regent-otp/behaviours';
import { clusters, type Cluster } from '../../support/clusters.js';
import { eventually } from '../../support/eventually.js';
import { startTestNode } from '../../support/startTestNode.js';
import { idle, listener } from './claimants.js';

class Echo extends GenServer<string> {
  init(word: string) {
    return ok(word);
  }
  override handleCall(_request: unknown, _from: unknown, word: string) {
    return reply(word, word);
  }
}

describe.each(clusters)('names, $network', ({ start }) => {
  let cluster: Cluster;
  let a: Node;
  let b: Node;
  let c: Node;

  beforeEach(async () => {
    cluster = await start();
    ({ a, b, c } = cluster.nodes);
    for (const node of [a, b, c]) await node.run(() => names.start());
  });

  afterEach(() => cluster.stop());

  const register = (node: Node, name: unknown, pid = idle(node)) =>
    node.run(async () => {
      expect(await names.register(name, pid)).toBe('ok');
      await names.sync();
      return pid;
    });
  const lookups = (name: unknown) => Promise.all([a, b, c].map((node) => node.run(() => names.lookupAll(name))));

  test('a name is known on all nodes', async () => {
    const pid = await register(a, 'printer');
    expect(await lookups('printer')).toEqual([[pid], [pid], [pid]]);
    expect(await b.run(() => [names.lookup('printer'), names.registeredNames()])).toEqual([pid, ['printer']]);
    expect(await c.run(() => names.seenNames('printer', 'plotter'))).toEqual([true, false]);
    expect(await c.run(() => names.lookup('plotter'))).toBeUndefined();
  });

  test('any node may claim it too: both are found, the older first, and each is told', async () => {
    const [one, two] = [listener(a), listener(b)];
    await register(a, 'printer', one.pid);
    await register(b, 'printer', two.pid);
    const both = [one.pid, two.pid];
    expect(await lookups('printer')).toEqual([both, both, both]);
    expect(await one.heard.next()).toEqual(['multiple_claim', 'printer', both]);
    expect(await two.heard.next()).toEqual(['multiple_claim', 'printer', both]);
    const found = new Set<unknown>();
    await eventually(() => c.run(() => found.add(names.lookup('printer')).size === 2));
    expect(found).toEqual(new Set(both));
  });

  test('all who have it are told of a third', async () => {
    const claimants = [listener(a), listener(b), listener(c)];
    const pids = claimants.map(({ pid }) => pid);
    for (const { pid } of claimants) await register(cluster.nodes[pid.node as 'a'], 'printer', pid);
    for (const { heard } of claimants.slice(0, 2)) {
      expect(await heard.next()).toEqual(['multiple_claim', 'printer', pids.slice(0, 2)]);
    }
    for (const { heard } of claimants) expect(await heard.next()).toEqual(['multiple_claim', 'printer', pids]);
  });

  test('a message can go to all who have it', async () => {
    const [one, two] = [listener(a), listener(b)];
    await register(a, 'printer', one.pid);
    await register(b, 'printer', two.pid);
    for (const { heard } of [one, two]) await heard.next();
    expect(await c.run(() => names.sendAll('printer', 'page'))).toEqual([one.pid, two.pid]);
    expect([await one.heard.next(), await two.heard.next()]).toEqual(['page', 'page']);
    expect(await c.run(() => names.sendAll('plotter', 'page'))).toEqual([]);
  });

  test('on one node a later claim takes the place of an earlier one, whose process is told', async () => {
    const old = listener(a);
    await register(a, 'printer', old.pid);
    const pid = await register(a, 'printer');
    expect(await lookups('printer')).toEqual([[pid], [pid], [pid]]);
    expect(await old.heard.next()).toEqual(['claim_lost', 'printer', pid]);
    await register(a, 'printer', pid);
    expect(await lookups('printer')).toEqual([[pid], [pid], [pid]]);
  });

  test('only who has a name takes it back, and may do so twice', async () => {
    const pid = await register(a, 'printer');
    const other = await register(b, 'plotter');
    expect(await a.run(() => names.unregister('printer', other))).toBe('ok');
    expect(await b.run(() => names.unregister('printer'))).toBe('ok');
    await a.run(() => names.sync());
    expect(await lookups('printer')).toEqual([[pid], [pid], [pid]]);
    expect(await a.run(() => names.unregister('printer', pid))).toBe('ok');
    expect(await a.run(() => names.unregister('printer', pid))).toBe('ok');
    await a.run(() => names.sync());
    expect(await lookups('printer')).toEqual([[], [], []]);
    expect(await c.run(() => names.registeredNames())).toEqual(['plotter']);
  });

  test('all names of a process that ends are gone, on its node at once', async () => {
    const pid = await register(a, 'printer');
    await register(a, 'plotter', pid);
    await a.run(() => {
      exit(pid, 'kill');
      expect([names.lookup('printer'), names.registeredNames()]).toEqual([undefined, []]);
    });
    await eventually(async () => (await lookups('printer')).flat().length === 0);
    await eventually(() => c.run(() => names.counters().claims === 0));
  });

  test('the names of a lost node are gone when its loss is known', async () => {
    const pid = await register(a, 'printer');
    await b.run(async () => {
      const ref = monitor('process', pid);
      const stopped = a.stop();
      await receive(on(down(ref), () => 'lost'));
      expect(names.lookup('printer')).toBeUndefined();
      await stopped;
      await names.sync();
      expect(names.counters()).toMatchObject({ claims: 0, names: 0 });
    });
  });

  test('a registry that starts later learns all names, and tells its own', async () => {
    const leaders = names.of('leaders');
    await a.run(() => leaders.start());
    const pid = await a.run(async () => {
      const process = idle(a);
      await leaders.register('first', process);
      return process;
    });
    await b.run(async () => {
      await leaders.start();
      await leaders.register('second');
      await leaders.sync();
      expect(leaders.lookupAll('first')).toEqual([pid]);
      const me = self();
      expect(await a.run(() => leaders.lookupAll('second'))).toEqual([me]);
    });
    expect(await a.run(() => names.registeredNames())).toEqual([]);
  });

  test('a registry that is started anew has lost the claims of its node, and learns the others', async () => {
    await register(a, 'printer');
    const other = await register(b, 'plotter');
    await a.run(async () => {
      await genServer.stop('names');
      expect([names.lookup('plotter'), names.registeredNames()]).toEqual([undefined, []]);
      await names.start();
      await names.sync();
      expect(names.lookupAll('plotter')).toEqual([other]);
    });
    expect(await lookups('printer')).toEqual([[], [], []]);
  });

  test('a server has a name by via', async () => {
    const name = ['via', names, ['echo', 1]] as const;
    const pid = await b.run(async () => {
      const started = await genServer.start(name, Echo, 'hello');
      expect(await genServer.start(name, Echo, 'again')).toEqual(['error', ['already_started', started[1]]]);
      await names.sync();
      return started[1];
    });
    await a.run(async () => {
      expect(await genServer.call(name, 'what?')).toBe('hello');
      expect(names.whereisName(['echo', 1])).toBe(pid);
      expect(await names.registerName(['echo', 1], self())).toBe('no');
      await genServer.stop(name);
      await names.sync();
      expect(await catchTerm(() => genServer.call(name, 'what?'))).toEqual([
        'EXIT',
        ['noproc', ['gen_server', 'call', [name, 'what?']]],
      ]);
      expect(await catchTerm(() => names.send(['echo', 1], 'what?'))).toEqual([
        'EXIT',
        ['badarg', [['echo', 1], 'what?']],
      ]);
    });
  });

  test('of several the caller itself is found by via, if it has the name', async () => {
    await register(a, 'printer');
    await b.run(async () => {
      await names.register('printer');
      await names.sync();
      const found = Array.from({ length: 20 }, () => names.whereisName('printer'));
      expect(new Set(found)).toEqual(new Set([self()]));
      expect(await names.unregisterName('printer')).toBe('ok');
      expect(names.whereisName('printer')?.node).toBe('a');
    });
  });

  test('counters and a dump tell what there is', async () => {
    const one = await register(a, ['printer', 1]);
    const two = await register(b, ['printer', 1]);
    await b.run(async () => {
      await names.sync();
      expect(names.counters()).toMatchObject({ names: 1, claims: 2, localClaims: 1, multipleClaims: 1 });
      const { sent, received } = names.counters();
      expect([sent > 0, received > 0]).toEqual([true, true]);
      expect(JSON.parse(names.dump())).toMatchObject({
        registry: 'names',
        node: 'b',
        policy: 'all',
        nodes: expect.arrayContaining(['a', 'c']),
        counters: { claims: 2 },
        names: {
          "[ 'printer', 1 ]": [
            { pid: one.toString(), node: 'a', kept: true },
            { pid: two.toString(), node: 'b', kept: true },
          ],
        },
      });
    });
  });
});

describe('a registry alone', () => {
  const start = async () => {
    const node = startTestNode({ name: 'a' });
    await node.run(() => names.start());
    return node;
  };

  test('knows names that are equal as terms, and refuses those that cannot travel', async () => {
    const node = await start();
    await node.run(async () => {
      expect(await names.register({ room: 5 })).toBe('ok');
      expect(names.lookup({ room: 5 })).toBe(self());
      await expect(names.register(['room', () => 5])).rejects.toThrow(/function/);
      expect(names.registeredNames()).toEqual([{ room: 5 }]);
    });
  });

  test('refuses processes of other nodes, and what is none', async () => {
    const [node, other] = [await start(), startTestNode({ name: 'b' })];
    const pid = idle(other);
    await node.run(async () => {
      expect(await catchTerm(() => names.register('printer', pid))).toMatchObject([
        'EXIT',
        [['nolocal', pid], expect.anything()],
      ]);
      expect(await catchTerm(() => names.registerName('printer', pid))).toMatchObject([
        'EXIT',
        [['nolocal', pid], expect.anything()],
      ]);
      await expect(names.register('printer', 5 as never)).rejects.toThrow('register: pid must be an Address');
    });
  });

  test('a process that has ended gets a name, and has lost it', async () => {
    const node = await start();
    await node.run(async () => {
      const pid = idle(node);
      exit(pid, 'kill');
      expect(await names.register('printer', pid)).toBe('ok');
      await names.sync();
      expect([names.lookup('printer'), names.counters().claims]).toEqual([undefined, 0]);
    });
  });

  test('a name that nobody started is known by nobody', async () => {
    await startTestNode().run(async () => {
      expect([names.lookup('printer'), names.lookupAll('printer')]).toEqual([undefined, []]);
      expect(await catchTerm(() => names.register('printer'))).toMatchObject(['EXIT', ['noproc', expect.anything()]]);
      expect(await catchTerm(() => names.counters())).toMatchObject(['EXIT', ['badarg', expect.anything()]]);
      expect(() => names.of(5 as never)).toThrow('of: registry must be a name');
    });
  });

  test('what makes no sense is reported, and changes nothing', async () => {
    const node = await start();
    const reports: unknown[] = [];
    node.on('report', ({ label, notice }) => reports.push([label, notice]));
    await node.run(async () => {
      const [registry, stranger] = [node.whereis('names')!, idle(node)];
      await names.register('printer');
      genCast('$gen_cast', registry, ['claimed', 'a', 'printer', 5]);
      genCast('$gen_cast', registry, ['unclaimed', stranger, 'printer']);
      genCast('$gen_cast', registry, ['listed', stranger, 'random', 'none']);
      genCast('$gen_cast', registry, ['part', stranger, [['printer', stranger, 'now']]]);
      send(registry, 'hello');
      await names.sync();
      expect(names.registeredNames()).toEqual(['printer']);
    });
    expect(reports).toEqual(
      [
        ['claimed', 'a', 'printer', 5],
        ['unclaimed', expect.anything(), 'printer'],
        ['listed', expect.anything(), 'random', 'none'],
        ['part', expect.anything(), [['printer', expect.anything(), 'now']]],
      ].map((notice) => [['names', 'unexpected_message'], notice]),
    );
  });

  test('a registry is heard about processes of its own node alone, and about claims of a time that can be', async () => {
    const [node, other, third] = [startTestNode(), startTestNode(), startTestNode()];
    await node.run(() => names.start());
    const reports: unknown[] = [];
    node.on('report', ({ notice }) => reports.push(notice));
    await node.run(async () => {
      const registry = node.whereis('names')!;
      const [theirs, foreign] = [idle(other), idle(third)];
      const notices = [
        ['part', theirs, [['printer', foreign, 1]]],
        ['claimed', theirs, 'printer', foreign, 1],
        ['claimed', theirs, 'printer', theirs, 8.64e15 + 1],
      ];
      for (const notice of notices) genCast('$gen_cast', registry, notice);
      await names.sync();
      expect(reports).toEqual(notices);
      expect(names.registeredNames()).toEqual([]);
    });
  });
});
