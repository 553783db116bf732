/** Names when a cluster falls into two halves that claim the same ones, and when these meet again: under each policy. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { exit, type Address, type Node } from 'regent-otp';
import { names, type Claim, type NamesPolicy } from 'regent-otp/behaviours';
import { startMemoryCluster } from 'regent-otp/testing';
import { eventually } from '../../support/eventually.js';
import { messageMode } from '../../support/startTestNode.js';
import { idle, listener } from './claimants.js';

const five = ['a', 'b', 'c', 'd', 'e'] as const;
type Id = (typeof five)[number];

/** Five nodes with a registry, which a test splits and heals. */
async function start(policy: NamesPolicy = 'all') {
  const cluster = await startMemoryCluster(five, {
    node: { messages: messageMode },
    cluster: { reconnect: { min: 1, max: 5 } },
  });
  onTestFinished(() => cluster.stop());
  const { nodes, network } = cluster;
  for (const id of five) await nodes[id].run(() => names.start({ policy }));
  const sync = () => Promise.all(five.map((id) => nodes[id].run(() => names.sync())));
  await sync();
  return {
    nodes,
    restart: cluster.restart,
    sync,
    async split(one: readonly Id[], other: readonly Id[]) {
      for (const a of one) for (const b of other) network.cut(a, b);
      const isApart = (a: Id, b: Id) =>
        !nodes[a].connectedNodes().includes(b) && !nodes[b].connectedNodes().includes(a);
      await eventually(() => one.every((a) => other.every((b) => isApart(a, b))));
      await sync();
    },
    async heal() {
      for (const a of five) for (const b of five) if (a < b) network.heal(a, b);
      await cluster.connected();
      // Twice: a claim that has lost is taken back after the first.
      await sync();
      await sync();
    },
    register: (node: Node, name: unknown, pid: Address) => node.run(() => names.register(name, pid)),
    lookups: (name: unknown) => Promise.all(five.map((id) => nodes[id].run(() => names.lookupAll(name)))),
  };
}

const everywhere = <T>(value: T): readonly T[] => five.map(() => value);

/** What came, without what is told when several claims become known. */
const lostOf = (heard: readonly unknown[]) => heard.filter((message) => (message as unknown[])[0] === 'claim_lost');

test('a half knows the claims of its own nodes alone, and works on', async () => {
  const { nodes, split, register, lookups, sync } = await start();
  const [one, two, three] = [idle(nodes.a), idle(nodes.d), idle(nodes.e)];
  await register(nodes.a, 'one', one);
  await register(nodes.d, 'two', two);
  await sync();
  await split(['a', 'b'], ['c', 'd', 'e']);
  expect(await lookups('one')).toEqual([[one], [one], [], [], []]);
  expect(await lookups('two')).toEqual([[], [], [two], [two], [two]]);
  await register(nodes.e, 'one', three);
  await sync();
  expect(await lookups('one')).toEqual([[one], [one], [three], [three], [three]]);
});

test('when the halves meet, all know the claims of both, and what was taken back meanwhile is gone', async () => {
  const { nodes, split, heal, register, lookups, sync } = await start();
  const [one, two, gone] = [idle(nodes.a), idle(nodes.d), idle(nodes.d)];
  await register(nodes.d, 'gone', gone);
  await sync();
  await split(['a', 'b'], ['c', 'd', 'e']);
  await register(nodes.a, 'one', one);
  await register(nodes.d, 'two', two);
  await nodes.d.run(() => names.unregister('gone', gone));
  await heal();
  expect(await lookups('one')).toEqual(everywhere([one]));
  expect(await lookups('two')).toEqual(everywhere([two]));
  expect(await lookups('gone')).toEqual(everywhere([]));
});

describe('two processes that have claimed one name in two halves', () => {
  /** The older is in the first half, and on the node whose name comes first, should the clock have stood still. */
  async function conflict(policy: NamesPolicy) {
    const cluster = await start(policy);
    const { nodes, split, heal, register } = cluster;
    await split(['a', 'b'], ['c', 'd', 'e']);
    const [older, newer] = [listener(nodes.b), listener(nodes.d)];
    expect(await register(nodes.b, 'leader', older.pid)).toBe('ok');
    expect(await register(nodes.d, 'leader', newer.pid)).toBe('ok');
    await heal();
    const told = ['multiple_claim', 'leader', [older.pid, newer.pid]];
    return { ...cluster, older, newer, told };
  }

  test("'all': both keep it, and are told", async () => {
    const { older, newer, told, lookups } = await conflict('all');
    expect(await lookups('leader')).toEqual(everywhere([older.pid, newer.pid]));
    expect([older.heard.all(), newer.heard.all()]).toEqual([[told], [told]]);
  });

  test("'oldest': the older keeps it, the other is told that it has lost", async () => {
    const { older, newer, told, lookups, nodes, register } = await conflict('oldest');
    expect(await lookups('leader')).toEqual(everywhere([older.pid]));
    expect([older.heard.all(), newer.heard.all()]).toEqual([[told], [told, ['claim_lost', 'leader', older.pid]]]);
    expect(await nodes.c.run(() => names.counters())).toMatchObject({ claims: 1 });
    expect(await register(nodes.e, 'leader', idle(nodes.e))).toEqual(['error', ['already_registered', older.pid]]);
  });

  test("'newest': the newer keeps it, and a third takes it from that one", async () => {
    const { older, newer, told, lookups, nodes, register, sync } = await conflict('newest');
    expect(await lookups('leader')).toEqual(everywhere([newer.pid]));
    expect([older.heard.all(), newer.heard.all()]).toEqual([[told, ['claim_lost', 'leader', newer.pid]], [told]]);
    const third = idle(nodes.a);
    expect(await register(nodes.a, 'leader', third)).toBe('ok');
    await sync();
    expect(await lookups('leader')).toEqual(everywhere([third]));
    expect(newer.heard.all()).toEqual([
      ['multiple_claim', 'leader', [newer.pid, third]],
      ['claim_lost', 'leader', third],
    ]);
  });

  test('a function of your own decides, and sees the claims in order of their age', async () => {
    const seen: (readonly [unknown, readonly Claim[]])[] = [];
    const onLastNode: NamesPolicy = (name, claims) => {
      seen.push([name, claims]);
      return claims.toSorted((one, other) => (one.pid.node < other.pid.node ? 1 : -1))[0]!.pid;
    };
    const { older, newer, lookups } = await conflict(onLastNode);
    expect(await lookups('leader')).toEqual(everywhere([newer.pid]));
    expect(lostOf(older.heard.all())).toEqual([['claim_lost', 'leader', newer.pid]]);
    expect(lostOf(newer.heard.all())).toEqual([]);
    for (const [name, claims] of seen) {
      expect([name, claims.map(({ pid }) => pid)]).toEqual(['leader', [older.pid, newer.pid]]);
    }
  });

  test("a function of your own can keep them all by 'all'", async () => {
    const { older, newer, lookups } = await conflict(() => 'all');
    expect(await lookups('leader')).toEqual(everywhere([older.pid, newer.pid]));
  });

  test.each([
    ['gives neither', () => 'both' as never],
    ['throws', () => exit('undecided')],
  ])('both keep it if the function %s, and that is reported', async (_, policy) => {
    const cluster = await start(policy);
    const { nodes, split, heal, register, lookups } = cluster;
    const reports = new Set<string>();
    nodes.a.on('report', ({ label }) => reports.add(String(label)));
    await split(['a', 'b'], ['c', 'd', 'e']);
    const [one, two] = [idle(nodes.b), idle(nodes.d)];
    await register(nodes.b, 'leader', one);
    await register(nodes.d, 'leader', two);
    await heal();
    expect(await lookups('leader')).toEqual(everywhere([one, two]));
    expect([...reports]).toEqual(['names,bad_policy']);
  });
});

test.each(['oldest', 'newest'] as const)(
  '%s: of hundreds of names each is held once after the heal',
  async (policy) => {
    const { nodes, split, heal, register, lookups } = await start(policy);
    await split(['a', 'b'], ['c', 'd', 'e']);
    const all = Array.from({ length: 100 }, (_, index) => ['name', index]);
    for (const name of all) {
      await Promise.all((['a', 'c', 'e'] as const).map((id) => register(nodes[id], name, idle(nodes[id]))));
    }
    await heal();
    for (const name of all) {
      const found = await lookups(name);
      expect(found[0]).toHaveLength(1);
      expect(found).toEqual(everywhere(found[0]));
    }
    expect(await nodes.b.run(() => names.counters().claims)).toBe(100);
  },
);

test('a node that starts anew learns the claims, and those of its earlier run are gone', async () => {
  const { nodes, restart, sync, register, lookups } = await start('oldest');
  const kept = idle(nodes.a);
  await register(nodes.a, 'kept', kept);
  await register(nodes.b, 'lost', idle(nodes.b));
  await sync();
  const anew = await restart('b');
  await anew.run(() => names.start({ policy: 'oldest' }));
  await sync();
  expect(await lookups('kept')).toEqual(everywhere([kept]));
  expect(await lookups('lost')).toEqual(everywhere([]));
  const next = idle(anew);
  expect(await register(anew, 'lost', next)).toBe('ok');
});

test('nodes whose policies differ are told so', async () => {
  const cluster = await startMemoryCluster(['a', 'b'], { node: { messages: messageMode } });
  onTestFinished(() => cluster.stop());
  const reports: unknown[] = [];
  cluster.nodes.a.on('report', (report) => reports.push(report));
  await cluster.nodes.a.run(() => names.start({ policy: 'oldest' }));
  await cluster.nodes.b.run(async () => {
    await names.start({ policy: 'newest' });
    await names.sync();
  });
  expect(reports[0]).toEqual({
    level: 'warning',
    label: ['names', 'policy_differs'],
    registry: 'names',
    node: 'b',
    policy: 'newest',
    own: 'oldest',
  });
  await expect(cluster.nodes.a.run(() => names.of('x').start({ policy: 'best' as never }))).rejects.toThrow(
    "start: policy must be 'all', 'oldest', 'newest' or a function",
  );
});
