import { expect, test } from 'vitest';
import { Address, exit, processFlag, receive, self, send, spawn, spawnLink } from 'regent-otp';
import { supervisor, type ChildSpec } from 'regent-otp/supervisors';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { Ch, endOf, Given, journal, shut, startSupervisor, type Behaviour } from '../journal.js';

const simple = { strategy: 'simple_one_for_one', intensity: 10, period: 5 };

/** Starts a child and gives its process. */
async function add(sup: Address, ...args: readonly unknown[]): Promise<Address> {
  const result = await supervisor.startChild(sup, args);
  expect(result).toEqual(['ok', expect.any(Address)]);
  return result[1] as Address;
}

/** Has a process end, and waits until its supervisor has dealt with it. */
async function crash(sup: Address, pid: Address, reason: unknown): Promise<void> {
  await endOf(pid, () => send(pid, ['exit', reason]));
  await supervisor.countChildren(sup);
}

/** A specification whose children get their name and behaviour from startChild. */
function template(note: (entry: unknown) => void, more: Partial<ChildSpec> = {}): ChildSpec {
  return { id: 'tmpl', start: [Ch, 'startLink', [note]], ...more };
}

test('arguments of startChild come after those of the specification; children have no ids', async () => {
  const node = startTestNode();
  const { note, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(simple, [template(note)]);
    const a = await add(sup, 'a');
    const b = await add(sup, 'b', {}, 'extra');
    expect(since()).toEqual([
      ['start', 'a'],
      ['start', ['b', 'extra']],
    ]);
    expect(await supervisor.whichChildren(sup)).toEqual([
      [undefined, a, 'worker', ['Ch']],
      [undefined, b, 'worker', ['Ch']],
    ]);
    expect(await supervisor.countChildren(sup)).toEqual([
      ['specs', 1],
      ['active', 2],
      ['supervisors', 0],
      ['workers', 2],
    ]);
  });
});

test('children are stopped by address; requests by id are for other supervisors', async () => {
  const node = startTestNode();
  const { note, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(simple, [template(note)]);
    const a = await add(sup, 'a');
    await add(sup, 'b');
    since();
    expect(await supervisor.terminateChild(sup, 'tmpl')).toEqual(['error', 'simple_one_for_one']);
    expect(await supervisor.terminateChild(sup, a)).toBe('ok');
    expect(since()).toEqual([['stop', 'a', 'shutdown']]);
    expect(await supervisor.terminateChild(sup, a)).toBe('ok');
    expect(await supervisor.terminateChild(sup, self())).toEqual(['error', 'not_found']);
    expect(await supervisor.restartChild(sup, 'tmpl')).toEqual(['error', 'simple_one_for_one']);
    expect(await supervisor.deleteChild(sup, 'tmpl')).toEqual(['error', 'simple_one_for_one']);
    expect((await supervisor.countChildren(sup))[1]).toEqual(['active', 1]);
  });
});

test('the specification is found by its id, by a child, and by a process that has ended', async () => {
  const node = startTestNode();
  const { note } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(simple, [template(note, { type: 'supervisor' })]);
    const spec = [
      'ok',
      expect.objectContaining({ id: 'tmpl', shutdown: 'infinity', start: [Ch, 'startLink', [note]] }),
    ];
    const dead = spawn(() => undefined);
    await endOf(dead);
    for (const id of ['tmpl', await add(sup, 'a'), dead]) expect(await supervisor.getChildspec(sup, id)).toEqual(spec);
    for (const id of ['other', self()]) {
      expect(await supervisor.getChildspec(sup, id)).toEqual(['error', 'not_found']);
    }
    expect(await supervisor.countChildren(sup)).toEqual([
      ['specs', 1],
      ['active', 1],
      ['supervisors', 1],
      ['workers', 0],
    ]);
  });
});

test('a child is restarted with its own arguments', async () => {
  const node = startTestNode();
  const { note, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(simple, [template(note)]);
    await add(sup, 'a');
    const b = await add(sup, 'b', {}, 'extra');
    since();
    await crash(sup, b, 'boom');
    expect(since()).toEqual([['start', ['b', 'extra']]]);
    expect((await supervisor.countChildren(sup))[1]).toEqual(['active', 2]);
  });
});

test.each(['transient', 'temporary'] as const)('a %s child that ends normally is gone', async (restart) => {
  const node = startTestNode();
  const { note } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(simple, [template(note, { restart })]);
    await crash(sup, await add(sup, 'a'), 'normal');
    expect(await supervisor.whichChildren(sup)).toEqual([]);
  });
});

test('when the supervisor ends all children are told at once and waited for', async () => {
  const clock = new VirtualClock();
  const node = startTestNode({ clock });
  const { note, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(simple, [template(note, { shutdown: 100 })]);
    const behaviours: readonly Behaviour[] = [{ slow: 20 }, { slow: 10 }, { slow: 200 }, { isDeaf: true }];
    const pids: Address[] = [];
    for (const [index, behaviour] of behaviours.entries()) pids.push(await add(sup, `c${index}`, behaviour));
    since();
    const ends = pids.map((pid) => endOf(pid));
    const ended = shut(sup);
    await clock.elapse(200);
    expect(await Promise.all(ends)).toEqual(['shutdown', 'shutdown', 'killed', 'shutdown']);
    expect(await ended).toBe('shutdown');
    expect(since()).toEqual([
      ['stop', 'c1', 'shutdown'],
      ['stop', 'c0', 'shutdown'],
    ]);
  });
});

test("children with 'brutal_kill' are killed when the supervisor ends", async () => {
  const node = startTestNode();
  const { note, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(simple, [template(note, { shutdown: 'brutal_kill' })]);
    const ends = [endOf(await add(sup, 'a')), endOf(await add(sup, 'b'))];
    since();
    expect(await shut(sup)).toBe('shutdown');
    expect(await Promise.all(ends)).toEqual(['killed', 'killed']);
    expect(since()).toEqual([]);
  });
});

test('a child that cannot be started is told as its start function told it, and not kept', async () => {
  const node = startTestNode();
  const { note } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(simple, [template(note)]);
    const tryIt = (instead: () => unknown) => supervisor.startChild(sup, ['a', { instead }]);
    expect(await tryIt(() => ['error', 'no'])).toEqual(['error', 'no']);
    expect(await tryIt(() => 'junk')).toEqual(['error', 'junk']);
    expect(await tryIt(() => 'ignore')).toEqual(['ok', undefined]);
    expect(await tryIt(() => exit('x'))).toEqual(['error', ['EXIT', 'x']]);
    expect(await supervisor.startChild(sup, 'args' as never)).toEqual([
      'error',
      ['EXIT', ['badarg', expect.any(Error)]],
    ]);
    expect(await supervisor.whichChildren(sup)).toEqual([]);
  });
});

test('there must be exactly one specification', async () => {
  const node = startTestNode();
  const { note } = journal();
  await node.run(async () => {
    processFlag('trap_exit', true);
    const start = (specs: readonly unknown[]) => supervisor.startLink(Given, ['ok', [simple, specs]]);
    expect(await start([])).toEqual(['error', ['bad_start_spec', []]]);
    const two = [template(note), template(note)];
    expect(await start(two)).toEqual(['error', ['bad_start_spec', two]]);
    expect(await start([{ id: 'x' }])).toEqual(['error', ['start_spec', 'missing_start']]);
  });
});

test('a failed restart is tried again; meanwhile the child is restarting, and can be stopped by its old address', async () => {
  const node = startTestNode();
  const { note } = journal();
  await node.run(async () => {
    let release: (result: unknown) => void = () => undefined;
    let called: () => void = () => undefined;
    const whenCalled = new Promise<void>((resolve) => (called = resolve));
    let calls = 0;
    const instead = (): unknown => {
      calls++;
      if (calls === 1) return ['ok', spawnLink(() => receive())];
      called();
      return new Promise((resolve) => (release = resolve));
    };
    const sup = await startSupervisor(simple, [template(note)]);
    const pid = await add(sup, 'a', { instead });
    exit(pid, 'boom');
    await whenCalled;
    const answers = [
      supervisor.whichChildren(sup),
      supervisor.countChildren(sup),
      supervisor.terminateChild(sup, pid),
      supervisor.whichChildren(sup),
    ];
    release(['error', 'x']);
    expect(await Promise.all(answers)).toEqual([
      [[undefined, 'restarting', 'worker', ['Ch']]],
      [
        ['specs', 1],
        ['active', 0],
        ['supervisors', 0],
        ['workers', 1],
      ],
      'ok',
      [],
    ]);
    expect((await supervisor.countChildren(sup))[1]).toEqual(['active', 0]);
    expect(calls).toBe(2);
    expect(await shut(sup)).toBe('shutdown');
  });
});

test('a child that cannot be restarted ends the supervisor once the intensity is exceeded', async () => {
  const node = startTestNode();
  const { note } = journal();
  await node.run(async () => {
    let calls = 0;
    const instead = (): unknown => (++calls === 1 ? ['ok', spawnLink(() => receive())] : ['error', 'x']);
    const sup = await startSupervisor({ ...simple, intensity: 3 }, [template(note)]);
    const pid = await add(sup, 'a', { instead });
    expect(await endOf(sup, () => exit(pid, 'boom'))).toBe('shutdown');
    expect(calls).toBe(4);
  });
});

test('a thousand children start, and stop, together', async () => {
  const node = startTestNode();
  const { note } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(simple, [template(note, { restart: 'temporary' })]);
    const instead = (): unknown => ['ok', spawnLink(() => receive())];
    const pids = await Promise.all(Array.from({ length: 1000 }, (_, n) => add(sup, `c${n}`, { instead })));
    expect(new Set(pids).size).toBe(1000);
    expect((await supervisor.countChildren(sup))[1]).toEqual(['active', 1000]);
    const last = endOf(pids[999]!);
    expect(await shut(sup)).toBe('shutdown');
    expect(await last).toBe('shutdown');
  });
});
