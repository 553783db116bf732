import { describe, expect, test } from 'vitest';
import { exit, isProcessAlive, link, on, receive, self, send, spawn, spawnLink, type Address } from 'regent-otp';
import { supervisor } from 'regent-otp/supervisors';
import { startTestNode } from '../../support/startTestNode.js';
import { end, endOf, ids, journal, messages, pidOf, shut, startSupervisor } from '../journal.js';

const one = { strategy: 'one_for_one', intensity: 10, period: 5 };
const all = { ...one, strategy: 'one_for_all' };
const rest = { ...one, strategy: 'rest_for_one' };

describe('which children are restarted', () => {
  const reasons = ['normal', 'shutdown', ['shutdown', 'x'], 'boom'] as const;

  test.each(reasons)('a permanent child that ends with %j is restarted', async (reason) => {
    const node = startTestNode();
    const { child, since } = journal();
    await node.run(async () => {
      const sup = await startSupervisor(one, [child('a')]);
      const old = await end(sup, 'a', reason);
      expect(await pidOf(sup, 'a')).not.toBe(old);
      expect(since()).toEqual([
        ['start', 'a'],
        ['start', 'a'],
      ]);
    });
  });

  test.each(reasons)('a transient child that ends with %j is restarted only if that is abnormal', async (reason) => {
    const node = startTestNode();
    const { child } = journal();
    await node.run(async () => {
      const sup = await startSupervisor(one, [child('a', { restart: 'transient' })]);
      await end(sup, 'a', reason);
      expect(await ids(sup)).toEqual([['a', reason === 'boom' ? 'pid' : undefined]]);
    });
  });

  test.each(reasons)('a temporary child that ends with %j is forgotten', async (reason) => {
    const node = startTestNode();
    const { child } = journal();
    await node.run(async () => {
      const spec = child('a', { restart: 'temporary' });
      const sup = await startSupervisor(one, [spec]);
      await end(sup, 'a', reason);
      expect(await ids(sup)).toEqual([]);
      expect((await supervisor.startChild(sup, spec))[0]).toBe('ok');
      expect(await ids(sup)).toEqual([['a', 'pid']]);
    });
  });

  test('a transient child that is killed is restarted', async () => {
    const node = startTestNode();
    const { child } = journal();
    await node.run(async () => {
      const sup = await startSupervisor(one, [child('a', { restart: 'transient' })]);
      const pid = await pidOf(sup, 'a');
      expect(await endOf(pid, () => exit(pid, 'kill'))).toBe('killed');
      expect(await ids(sup)).toEqual([['a', 'pid']]);
    });
  });
});

test('one_for_one restarts the child that ended and no other', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a'), child('b'), child('c')]);
    const [a, c] = [await pidOf(sup, 'a'), await pidOf(sup, 'c')];
    since();
    const b = await end(sup, 'b', 'boom');
    expect([await pidOf(sup, 'a'), await pidOf(sup, 'c')]).toEqual([a, c]);
    expect(await pidOf(sup, 'b')).not.toBe(b);
    expect(since()).toEqual([['start', 'b']]);
    expect(await ids(sup)).toEqual([
      ['c', 'pid'],
      ['b', 'pid'],
      ['a', 'pid'],
    ]);
  });
});

test('one_for_all stops the others in reverse order and starts all in order', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(all, [child('a'), child('b'), child('c')]);
    since();
    await end(sup, 'b', 'boom');
    expect(since()).toEqual([
      ['stop', 'c', 'shutdown'],
      ['stop', 'a', 'shutdown'],
      ['start', 'a'],
      ['start', 'b'],
      ['start', 'c'],
    ]);
    const b = await pidOf(sup, 'b');
    await endOf(b, () => exit(b, 'kill'));
    expect(await ids(sup)).toEqual([
      ['c', 'pid'],
      ['b', 'pid'],
      ['a', 'pid'],
    ]);
    expect(since()).toHaveLength(5);
  });
});

test('rest_for_one restarts the child that ended and those started after it', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(rest, [child('a'), child('b'), child('c'), child('d')]);
    const a = await pidOf(sup, 'a');
    since();
    await end(sup, 'b', 'boom');
    expect(since()).toEqual([
      ['stop', 'd', 'shutdown'],
      ['stop', 'c', 'shutdown'],
      ['start', 'b'],
      ['start', 'c'],
      ['start', 'd'],
    ]);
    expect(await pidOf(sup, 'a')).toBe(a);
    await end(sup, 'd', 'boom');
    expect(since()).toEqual([['start', 'd']]);
    expect((await ids(sup)).map(([id]: any) => id)).toEqual(['d', 'c', 'b', 'a']);
  });
});

test('a temporary sibling is stopped by a restart of the group, and not started again', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const b = child('b', { restart: 'temporary' });
    const sup = await startSupervisor(all, [child('a'), b, child('c', { restart: 'transient' })]);
    since();
    await end(sup, 'a', 'boom');
    expect(since()).toEqual([
      ['stop', 'c', 'shutdown'],
      ['stop', 'b', 'shutdown'],
      ['start', 'a'],
      ['start', 'c'],
    ]);
    expect(await ids(sup)).toEqual([
      ['c', 'pid'],
      ['a', 'pid'],
    ]);
  });
});

test('a restart of the group starts a child that had been stopped, too', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(all, [child('a'), child('b')]);
    await supervisor.terminateChild(sup, 'b');
    since();
    await end(sup, 'a', 'boom');
    expect(since()).toEqual([
      ['start', 'a'],
      ['start', 'b'],
    ]);
  });
});

/** A start function that fails from its second call on, so often. */
function failing(times: number): { instead: () => unknown; calls: () => number } {
  let calls = 0;
  const instead = (): unknown => {
    calls++;
    if (calls > 1 && calls <= 1 + times) return ['error', 'x'];
    return ['ok', spawnLink(() => receive(on(['exit', 'boom'], () => exit('boom'))))];
  };
  return { instead, calls: () => calls };
}

test('a failed restart is tried again until it succeeds, each try counts', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const { instead, calls } = failing(2);
    const sup = await startSupervisor({ ...one, intensity: 3 }, [child('a', {}, { instead })]);
    await end(sup, 'a', 'boom');
    while (calls() < 4) await supervisor.countChildren(sup);
    expect(await ids(sup)).toEqual([['a', 'pid']]);
    expect(await endOf(sup, () => end(sup, 'a', 'boom'))).toBe('shutdown');
  });
});

test('a supervisor whose child cannot be restarted gives up once the intensity is exceeded', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const { instead, calls } = failing(100);
    const sup = await startSupervisor({ ...one, intensity: 2 }, [child('b'), child('a', {}, { instead })]);
    const pid = await pidOf(sup, 'a');
    since();
    expect(await endOf(sup, () => send(pid, ['exit', 'boom']))).toBe('shutdown');
    expect(calls()).toBe(3);
    expect(since()).toEqual([
      ['start', 'a'],
      ['start', 'a'],
      ['stop', 'b', 'shutdown'],
    ]);
    expect(await messages()).toEqual([['EXIT', sup, 'shutdown']]);
  });
});

test('one_for_all stops those it has restarted when a later one cannot be, and tries all again', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const { instead, calls } = failing(1);
    const sup = await startSupervisor({ ...all, intensity: 5 }, [child('a'), child('b', {}, { instead })]);
    since();
    await end(sup, 'a', 'boom');
    while (calls() < 3) await supervisor.countChildren(sup);
    expect(await ids(sup)).toEqual([
      ['b', 'pid'],
      ['a', 'pid'],
    ]);
    expect(since()).toEqual([
      ['start', 'a'],
      ['start', 'b'],
      ['stop', 'a', 'shutdown'],
      ['start', 'a'],
      ['start', 'b'],
    ]);
  });
});

test('rest_for_one keeps those it has restarted when a later one cannot be, and goes on from that', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const { instead, calls } = failing(1);
    const sup = await startSupervisor(rest, [child('a'), child('b', {}, { instead }), child('c')]);
    since();
    await end(sup, 'a', 'boom');
    while (calls() < 3) await supervisor.countChildren(sup);
    expect(await ids(sup)).toEqual([
      ['c', 'pid'],
      ['b', 'pid'],
      ['a', 'pid'],
    ]);
    expect(since()).toEqual([
      ['stop', 'c', 'shutdown'],
      ['start', 'a'],
      ['start', 'b'],
      ['start', 'b'],
      ['start', 'c'],
    ]);
  });
});

/** A start function that waits, from its second call on, until it is told what to give. */
function held(): { instead: () => unknown; tell: (result: unknown) => void; whenCalled: () => Promise<void> } {
  let started = false;
  let release: (result: unknown) => void = () => undefined;
  let called: () => void = () => undefined;
  let whenCalled = new Promise<void>((resolve) => (called = resolve));
  return {
    instead: () => {
      if (!started) {
        started = true;
        return ['ok', spawnLink(() => receive(on(['exit', 'boom'], () => exit('boom'))))];
      }
      called();
      whenCalled = new Promise((resolve) => (called = resolve));
      return new Promise((resolve) => (release = resolve));
    },
    tell: (result) => release(result),
    whenCalled: () => whenCalled,
  };
}

test('a child that waits for its next try is restarting, can be stopped, and then deleted', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const { instead, tell, whenCalled } = held();
    const spec = child('a', {}, { instead });
    const sup = await startSupervisor({ ...one, intensity: 100 }, [spec]);
    const pid = await pidOf(sup, 'a');
    const firstTry = whenCalled();
    send(pid, ['exit', 'boom']);
    await firstTry;
    // All of these wait until the try has failed, and come before the next one.
    const answers = [
      ids(sup),
      supervisor.countChildren(sup),
      supervisor.startChild(sup, spec),
      supervisor.restartChild(sup, 'a'),
      supervisor.deleteChild(sup, 'a'),
      supervisor.terminateChild(sup, 'a'),
      ids(sup),
      supervisor.deleteChild(sup, 'a'),
      ids(sup),
    ];
    tell(['error', 'x']);
    expect(await Promise.all(answers)).toEqual([
      [['a', 'restarting']],
      [
        ['specs', 1],
        ['active', 0],
        ['supervisors', 0],
        ['workers', 1],
      ],
      ['error', 'already_present'],
      ['error', 'restarting'],
      ['error', 'restarting'],
      'ok',
      [['a', undefined]],
      'ok',
      [],
    ]);
    expect(await shut(sup)).toBe('shutdown');
  });
});

test('while a start function runs, everything else waits, the end of the parent too', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const { instead, tell, whenCalled } = held();
    const sup = await startSupervisor(one, [child('b'), child('a', {}, { instead })]);
    const pid = await pidOf(sup, 'a');
    const restarted = whenCalled();
    send(pid, ['exit', 'boom']);
    await restarted;
    since();
    exit(sup, 'shutdown');
    expect(isProcessAlive(sup)).toBe(true);
    expect(since()).toEqual([]);
    const ended = endOf(sup);
    tell('ignore');
    expect(await ended).toBe('shutdown');
    expect(since()).toEqual([['stop', 'b', 'shutdown']]);
  });
});

test('a supervisor that is killed while a start function runs takes what it has linked with it', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const { instead, tell, whenCalled } = held();
    const sup = await startSupervisor(one, [child('b', {}, { isDeaf: true }), child('a', {}, { instead })]);
    const [a, b] = [await pidOf(sup, 'a'), await pidOf(sup, 'b')];
    const restarted = whenCalled();
    send(a, ['exit', 'boom']);
    await restarted;
    expect(await endOf(b, () => exit(sup, 'kill'))).toBe('killed');
    tell(['ok', a]);
    expect(isProcessAlive(sup)).toBe(false);
  });
});

test('the end of a stranger and messages that mean nothing are no reason to do anything', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a')]);
    since();
    const stranger = spawn(() => {
      link(sup);
      exit('stray');
    });
    await endOf(stranger);
    send(sup, 'unexpected');
    expect(await ids(sup)).toEqual([['a', 'pid']]);
    expect(since()).toEqual([]);
  });
});

test('a child that crashes as soon as it is started is restarted', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    let calls = 0;
    const me = self();
    const instead = (): unknown => {
      const isBad = ++calls === 2;
      const pid: Address = spawnLink(() =>
        isBad ? exit('at once') : receive(on(['exit', 'boom'], () => exit('boom'))),
      );
      send(me, ['started', calls]);
      return ['ok', pid];
    };
    const sup = await startSupervisor(one, [child('a', {}, { instead })]);
    const pid = await pidOf(sup, 'a');
    send(pid, ['exit', 'boom']);
    await receive(on(['started', 3], () => undefined));
    expect(await ids(sup)).toEqual([['a', 'pid']]);
  });
});
