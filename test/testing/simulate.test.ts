/** Simulated worlds: the same seed is the same run, other seeds find what one order of events hides. */
import {
  after,
  exit,
  monitorNodes,
  nodes as connected,
  on,
  receive,
  register,
  self,
  send,
  spawn,
  whereis,
} from 'regent-otp';
import type { From, Node } from 'regent-otp';
import { genServer, GenServer, noreply, ok, reply, timer } from 'regent-otp/behaviours';
import { expectReceive, expectSupervised, simulate, type World } from 'regent-otp/testing';
import { P } from 'ts-pattern';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllEnvs());

/** Three senders, and the order in which their messages come. */
const race = (world: World) =>
  world.startNode().run(async () => {
    const me = self();
    for (const name of ['a', 'b', 'c', 'd']) {
      spawn(() => {
        send(me, [name, 1]);
        send(me, [name, 2]);
      });
    }
    const seen: (readonly [string, number])[] = [];
    while (seen.length < 8) seen.push(await expectReceive([P.string, P.number]));
    return seen;
  });

test('the same seed gives the same order, others give others', async () => {
  const orders = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const first = await simulate(race, { seed });
    expect(await simulate(race, { seed })).toEqual(first);
    orders.add(JSON.stringify(first));
  }
  expect(orders.size).toBeGreaterThan(5);
});

test('signals between two processes keep their order whatever the seed', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const seen = await simulate(race, { seed });
    for (const name of ['a', 'b', 'c', 'd']) {
      expect(seen.filter(([from]) => from === name).map(([, n]) => n)).toEqual([1, 2]);
    }
  }
});

/** Reads a number and writes it back in two requests: two clients at once lose an update. */
class Store extends GenServer<number> {
  static startLink() {
    return genServer.startLink(['local', 'store'], Store, []);
  }
  init() {
    return ok(0);
  }
  override handleCall(request: unknown, _from: From, state: number) {
    return Array.isArray(request) ? reply('ok', request[1] as number) : reply(state, state);
  }
}

const lostUpdate = (world: World) =>
  world.startNode().run(async () => {
    await expectSupervised({ id: 'store', start: [Store, 'startLink', []] });
    const me = self();
    const increment = async () => {
      const value = (await genServer.call('store', 'read')) as number;
      await genServer.call('store', ['write', value + 1]);
      send(me, 'done');
    };
    spawn(increment);
    spawn(increment);
    await expectReceive('done');
    await expectReceive('done');
    expect(await genServer.call('store', 'read')).toBe(2);
  });

const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => (error as Error).message,
  );

test('many runs find a race, and the seed that the failure names replays it', async () => {
  const message = await messageOf(simulate(lostUpdate, { runs: 200 }));
  const seed = /REGENT_SEED=(\d+) replays it/.exec(message)![1]!;
  vi.stubEnv('REGENT_SEED', seed);
  expect(await messageOf(simulate(lostUpdate, { runs: 200 }))).toBe(message);
});

test('a failure that is no error says what was thrown, and the seed', async () => {
  const message = await messageOf(simulate(() => Promise.reject('oops'), { seed: 7 }));
  expect(message).toBe("The test threw 'oops'.\n\nThe seed of this run is 7: REGENT_SEED=7 replays it.");
});

/** Counts in states of a minute each. */
class Minutes extends GenServer<number> {
  static startLink() {
    return genServer.startLink(['local', 'minutes'], Minutes, []);
  }
  init() {
    return ['ok', 0, 60_000] as const;
  }
  override handleInfo(_info: 'timeout', minutes: number) {
    return noreply(minutes + 1, 60_000);
  }
}

test('hours pass at once, to the millisecond', async () => {
  await simulate(async (world) => {
    await world.startNode().run(async () => {
      const start = world.clock.now();
      expect(await receive(after(3_599_999, () => 'over'))).toBe('over');
      expect(world.clock.now() - start).toBe(3_599_999);
      timer.sendAfter(1, 'tick');
      await expectReceive('tick', 'infinity');
      expect(world.clock.now() - start).toBe(3_600_000);
      const pid = await expectSupervised({ id: 'minutes', start: [Minutes, 'startLink', []] });
      await timer.sleep(600_000);
      expect(pid).toBe(whereis('minutes'));
    });
  });
});

test('a test in which all wait for ever is told so, with the seed', async () => {
  const stuck = simulate((world) => world.startNode().run(() => receive(on('never', () => 0))), {
    seed: 1,
    stuckAfter: 1,
  });
  expect(await messageOf(stuck)).toMatch(/^The test is stuck: .*\n\nThe seed of this run is 1:/);
});

test('a test that lasts too long by its clock is told so', async () => {
  const endless = simulate(
    (world) =>
      world.startNode().run(async () => {
        for (;;) await receive(after(1000, () => 'again'));
      }),
    { timeLimit: 10_000 },
  );
  expect(await messageOf(endless)).toMatch(/^The test has not ended within 10000 ms of virtual time/);
});

test('a test that goes on without time going by is told so', async () => {
  const busy = simulate((world) =>
    world.startNode().run(async () => {
      const me = self();
      const echo = spawn(async () => {
        for (;;) send(me, await receive(on('ping', (ping) => ping)));
      });
      for (;;) {
        send(echo, 'ping');
        await receive(on('ping', () => 'pong'));
      }
    }),
  );
  expect(await messageOf(busy)).toMatch(/^The test goes on without end, and no time goes by\./);
});

test('crash ends a process of the world as an exit signal does', async () => {
  await simulate((world) =>
    world
      .startNode()
      .run(async () => {
        const me = self();
        const pid = await expectSupervised({ id: 'store', start: [Store, 'startLink', []] });
        send(me, ['watched', pid]);
        world.crash(pid);
        await expectReceive(['watched', pid]);
        expect(await genServer.call('store', 'read').catch(() => 'gone')).toSatisfy(
          (value) => value === 0 || value === 'gone',
        );
        expect(whereis('store')).not.toBe(pid);
        exit(me, 'normal');
        expect.fail('unreachable');
      })
      .catch((thrown: unknown) => expect(thrown).toMatchObject({ reason: 'normal' })),
  );
});

/** What a node sees of its neighbours for a minute full of faults, until all are there again. */
const underFaults = (kinds?: readonly ('delay' | 'loss' | 'partition')[]) => async (world: World) => {
  const cluster = await world.startCluster(['a', 'b', 'c']);
  const faults = world.startFaults(cluster, kinds === undefined ? {} : { kinds });
  const seen = await cluster.nodes.a.run(async () => {
    const log: unknown[] = [];
    monitorNodes(true);
    const end = world.clock.now() + 60_000;
    while (world.clock.now() < end) {
      const left = end - world.clock.now();
      await receive(
        on([P.union('nodeup', 'nodedown'), P.string], ([event, name]) => {
          log.push([world.clock.now(), event, name]);
        }),
        after(Math.ceil(Math.min(left, 1000)), () => undefined),
      );
    }
    return log;
  });
  await faults.stop();
  await cluster.connected();
  return { log: faults.log, seen, connected: await cluster.nodes.a.run(() => [...connected()].sort()) };
};

test('faults of a cluster follow from the seed, and it comes together again', async () => {
  const first = await simulate(underFaults(), { seed: 3 });
  expect(first.log.length).toBeGreaterThan(20);
  for (const kind of ['delay', 'loss', 'partition']) expect(first.log.join('\n')).toContain(kind);
  expect(first.seen.length).toBeGreaterThan(2);
  expect(first.connected).toEqual(['b', 'c']);
  expect(await simulate(underFaults(), { seed: 3 })).toEqual(first);
  expect(await simulate(underFaults(), { seed: 4 })).not.toEqual(first);
});

test('only the kinds that are asked for happen', async () => {
  const { log } = await simulate(underFaults(['loss']));
  expect(log.filter((line) => !line.includes(': loss of the connection of '))).toEqual([]);
  expect(log.length).toBeGreaterThan(20);
});

test('a supervisor brings back what crashes kill', async () => {
  const { crashes, pids } = await simulate((world) => {
    const node = world.startNode({ name: 'a' });
    return node.run(async () => {
      await expectSupervised({ id: 'store', start: [Store, 'startLink', []] });
      const network = { cut() {}, heal() {}, hold() {}, release() {} } as never;
      const faults = world.startFaults(
        { nodes: { a: node }, network },
        { victims: () => [node.whereis('store')], pause: [100, 200] },
      );
      const pids = new Set<unknown>();
      for (let n = 0; n < 200; n++) {
        pids.add(whereis('store'));
        await timer.sleep(10);
      }
      await faults.stop();
      // The last crash can be after the last look.
      await timer.sleep(10);
      pids.add(whereis('store'));
      return { crashes: faults.log.length, pids: pids.size };
    });
  });
  expect(crashes).toBeGreaterThan(5);
  expect(pids).toBeGreaterThan(crashes);
});

test('nodes stop and come back as new runs, and are set up again', async () => {
  const underRestarts = async (world: World) => {
    const cluster = await world.startCluster(['a', 'b', 'c']);
    const creations = { a: new Set<number>(), b: new Set<number>() };
    const setUp = (node: Node) => {
      creations[node.name as 'a' | 'b'].add(node.creation);
      node.spawn(() => {
        register('echo', self());
        return receive();
      });
    };
    for (const id of ['a', 'b'] as const) setUp(cluster.nodes[id]);
    const faults = world.startFaults(cluster, { restarts: ['a', 'b'], onRestart: setUp });
    await cluster.nodes.c.run(() => timer.sleep(30_000));
    await faults.stop();
    await cluster.connected();
    const restarts = faults.log.filter((line) => line.includes('restart of')).length;
    const alive = [cluster.nodes.a, cluster.nodes.b].map((node) => node.whereis('echo') !== undefined);
    return { log: faults.log, restarts, runs: creations.a.size + creations.b.size, alive };
  };
  const first = await simulate(underRestarts, { seed: 5 });
  expect(first.restarts).toBeGreaterThan(3);
  expect(first.runs).toBe(first.restarts + 2);
  expect(first.alive).toEqual([true, true]);
  expect(await simulate(underRestarts, { seed: 5 })).toEqual(first);
});

test('what fails when a node comes back fails the simulation', async () => {
  const failing = simulate(async (world) => {
    const cluster = await world.startCluster(['a', 'b']);
    const onRestart = () => {
      throw new Error('not set up');
    };
    world.startFaults(cluster, { kinds: ['restart'], restarts: ['a'], onRestart, pause: [10, 10] });
    await cluster.nodes.b.run(() => timer.sleep(1000));
  });
  await expect(failing).rejects.toThrow('not set up');
});

test('nodes that cannot be restarted are refused', async () => {
  await simulate(async (world) => {
    const cluster = await world.startCluster(['a', 'b']);
    expect(() => world.startFaults(cluster, { restarts: ['c'] })).toThrow(
      'restarts must be ids of nodes of a cluster: a, b',
    );
    expect(() => world.startFaults(cluster, { kinds: ['restart'] })).toThrow('restarts must be ids of nodes');
  });
});

test('what went wrong stands in the failure', async () => {
  const message = await messageOf(
    simulate(async (world) => {
      const cluster = await world.startCluster(['a', 'b']);
      world.startFaults(cluster, { kinds: ['partition'], pause: [10, 10] });
      await cluster.nodes.a.run(() => timer.sleep(50));
      throw new Error('no luck');
    }),
  );
  expect(message).toMatch(/^no luck\n\nThe seed .*\nThe faults:\n {2}[\d.]+ ms: partition: [ab] \| [ab]/);
});

test('a seed that is none is refused', async () => {
  vi.stubEnv('REGENT_SEED', 'abc');
  await expect(simulate(race)).rejects.toThrow(/seed/);
  await expect(simulate(race, { seed: 1, runs: 0 })).rejects.toThrow(/runs/);
});
