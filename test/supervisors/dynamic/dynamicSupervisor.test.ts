import { describe, expect, test } from 'vitest';
import {
  Address,
  catchTerm,
  error,
  exit,
  get,
  processFlag,
  receive,
  self,
  send,
  spawnLink,
  whereis,
  type ErlangError,
  type ReportEvent,
} from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import {
  dynamicSupervisor,
  DynamicSupervisor,
  supervisor,
  type ChildLike,
  type DynamicInit,
  type DynamicOptions,
} from 'regent-otp/supervisors';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { Ch, endOf, Given, journal, messages, shut, startSupervisor } from '../journal.js';

/** Starts a supervisor; the caller traps exits from now on. */
async function start(options: DynamicOptions = {}): Promise<Address> {
  processFlag('trap_exit', true);
  const result = await dynamicSupervisor.startLink({ strategy: 'one_for_one', max_restarts: 20, ...options });
  expect(result).toEqual(['ok', expect.any(Address)]);
  return result[1] as Address;
}

/** Starts a child and gives its process. */
async function add(sup: Address, child: ChildLike): Promise<Address> {
  const result = await dynamicSupervisor.startChild(sup, child);
  expect(result).toEqual(['ok', expect.any(Address)]);
  return result[1] as Address;
}

/** Has a process end, and waits until its supervisor has dealt with it. */
async function crash(sup: Address, pid: Address, reason: unknown): Promise<void> {
  await endOf(pid, () => send(pid, ['exit', reason]));
  await dynamicSupervisor.countChildren(sup).catch(() => undefined);
}

const none = { specs: 0, active: 0, supervisors: 0, workers: 0 };

test('children are started on request; they have no ids', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await start();
    const a = await add(sup, child('a'));
    const b = await add(sup, child('a', { type: 'supervisor', modules: 'dynamic' }));
    expect(since()).toEqual([
      ['start', 'a'],
      ['start', 'a'],
    ]);
    expect(await dynamicSupervisor.whichChildren(sup)).toEqual([
      [undefined, a, 'worker', ['Ch']],
      [undefined, b, 'supervisor', 'dynamic'],
    ]);
    expect(await dynamicSupervisor.countChildren(sup)).toEqual({ specs: 2, active: 2, supervisors: 1, workers: 1 });
  });
});

test('a child is stopped for good by its address', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await start();
    const a = await add(sup, child('a'));
    since();
    expect(await dynamicSupervisor.terminateChild(sup, a)).toBe('ok');
    expect(since()).toEqual([['stop', 'a', 'shutdown']]);
    expect(await dynamicSupervisor.terminateChild(sup, a)).toEqual(['error', 'not_found']);
    expect(await dynamicSupervisor.terminateChild(sup, self())).toEqual(['error', 'not_found']);
    expect(await catchTerm(() => dynamicSupervisor.terminateChild(sup, 'a' as never))).toEqual([
      'EXIT',
      ['function_clause', expect.any(Error)],
    ]);
    expect(await dynamicSupervisor.countChildren(sup)).toEqual(none);
  });
});

test('there may be no more than max_children', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await start({ max_children: 1 });
    const a = await add(sup, child('a'));
    expect(await dynamicSupervisor.startChild(sup, child('b'))).toEqual(['error', 'max_children']);
    await dynamicSupervisor.terminateChild(sup, a);
    await add(sup, child('c'));
  });
});

test('extra arguments come first, also when a child is restarted', async () => {
  const node = startTestNode();
  const { note, since } = journal();
  await node.run(async () => {
    const sup = await start({ extra_arguments: [note] });
    const a = await add(sup, { id: 'a', start: [Ch, 'startLink', ['a']] });
    await crash(sup, a, 'boom');
    expect(since()).toEqual([
      ['start', 'a'],
      ['start', 'a'],
    ]);
  });
});

describe('what ends is restarted or forgotten', () => {
  test.each([
    ['permanent', 'normal', 1],
    ['transient', 'boom', 1],
    ['transient', ['shutdown', 'x'], 0],
    ['transient', 'normal', 0],
    ['temporary', 'boom', 0],
  ] as const)('a %s child that ends with %j', async (restart, reason, left) => {
    const node = startTestNode();
    const { child } = journal();
    await node.run(async () => {
      const sup = await start();
      const a = await add(sup, child('a', { restart }));
      await crash(sup, a, reason);
      const children = await dynamicSupervisor.whichChildren(sup);
      expect(children).toHaveLength(left);
      for (const [, pid] of children) expect(pid).not.toBe(a);
    });
  });
});

test('with more restarts than max_restarts the supervisor ends, and its children with it', async () => {
  const node = startTestNode({ clock: new VirtualClock() });
  const { child } = journal();
  await node.run(async () => {
    const sup = await start({ max_restarts: 1 });
    const b = await add(sup, child('b', {}, { isDeaf: true }));
    await crash(sup, await add(sup, child('a')), 'boom');
    const [, [, again]] = (await dynamicSupervisor.whichChildren(sup)) as [unknown, [unknown, Address]];
    const reasons = Promise.all([endOf(b), endOf(sup, () => send(again, ['exit', 'boom']))]);
    expect(await reasons).toEqual(['shutdown', 'shutdown']);
    expect(await messages()).toEqual([['EXIT', sup, 'shutdown']]);
  });
});

test('by default there may be three restarts in five seconds', async () => {
  const clock = new VirtualClock();
  const node = startTestNode({ clock });
  const { child } = journal();
  await node.run(async () => {
    processFlag('trap_exit', true);
    const [, sup] = (await dynamicSupervisor.startLink({})) as ['ok', Address];
    const crashAny = async () => {
      const [first] = await dynamicSupervisor.whichChildren(sup);
      await crash(sup, first![1] as Address, 'boom');
    };
    await add(sup, child('a'));
    for (let restart = 0; restart < 3; restart++) await crashAny();
    await clock.elapse(6000);
    for (let restart = 0; restart < 3; restart++) await crashAny();
    expect(await endOf(sup, () => crashAny())).toBe('shutdown');
  });
});

test('what a start function gives is the answer, and only what runs is kept', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await start();
    const tryIt = (instead: () => unknown) => dynamicSupervisor.startChild(sup, child('x', {}, { instead }));
    expect(await tryIt(() => ['error', 'no'])).toEqual(['error', 'no']);
    expect(await tryIt(() => 'ignore')).toBe('ignore');
    expect(await tryIt(() => 'junk')).toEqual(['error', 'junk']);
    expect(await tryIt(() => error('bad'))).toEqual(['error', ['bad', expect.any(Error)]]);
    expect(await tryIt(() => exit('x'))).toEqual(['error', 'x']);
    expect(await tryIt(() => throwing('x'))).toEqual(['error', [['nocatch', 'x'], expect.any(Error)]]);
    expect(await dynamicSupervisor.countChildren(sup)).toEqual(none);
    const linked = () => ['ok', spawnLink(() => receive()), 'info'];
    expect(await tryIt(linked)).toEqual(['ok', expect.any(Address), 'info']);
    expect(await dynamicSupervisor.countChildren(sup)).toEqual({ ...none, specs: 1, active: 1, workers: 1 });
  });
});

function throwing(term: unknown): never {
  throw term;
}

describe('a bad specification is refused before anything is asked of the supervisor', () => {
  const good = { id: 'a', start: [Ch, 'startLink', []] };
  test.each([
    [{}, ['invalid_child_spec', {}]],
    [{ start: ['m', 'f', []] }, ['invalid_child_spec', { start: ['m', 'f', []] }]],
    [{ id: 1, start: 'mfa' }, ['invalid_child_spec', { id: 1, start: 'mfa' }]],
    [{ id: 1, start: ['m', 'f', 'notalist'] }, ['invalid_mfa', ['m', 'f', 'notalist']]],
    [{ ...good, restart: 'forever' }, ['invalid_restart_type', 'forever']],
    [{ ...good, shutdown: -1 }, ['invalid_shutdown', -1]],
    [{ ...good, type: 'wrker' }, ['invalid_child_type', 'wrker']],
    [{ ...good, modules: 'foo' }, ['invalid_modules', 'foo']],
    [{ ...good, modules: [1] }, ['invalid_modules', [1]]],
    [{ ...good, significant: true }, ['invalid_significant', true]],
    [
      ['a', 'mfa', 'permanent', 1000, 'worker', []],
      ['invalid_mfa', 'mfa'],
    ],
  ])('%j', async (spec, problem) => {
    const node = startTestNode();
    await node.run(async () => {
      expect(await dynamicSupervisor.startChild('none', spec as never)).toEqual(['error', problem]);
    });
  });

  test('what names no child at all is an ArgumentError', async () => {
    const node = startTestNode();
    await node.run(async () => {
      for (const child of ['x', ['x', 1], 7, () => undefined]) {
        const raised = await dynamicSupervisor.startChild('none', child as never).catch((thrown: unknown) => thrown);
        expect((raised as ErlangError).reason).toMatchObject({ __struct__: 'Elixir.ArgumentError' });
      }
    });
  });
});

test('a request to a supervisor that is not there exits in the form of Elixir', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const exited = (request: unknown) => [
      'EXIT',
      ['noproc', ['Elixir.GenServer', 'call', ['none', request, 'infinity']]],
    ];
    const { child } = journal();
    const spec = child('a');
    expect(await catchTerm(() => dynamicSupervisor.startChild('none', spec))).toEqual(
      exited(['start_child', [spec.start, 'permanent', 5000, 'worker', ['Ch']]]),
    );
    expect(await catchTerm(() => dynamicSupervisor.whichChildren('none'))).toEqual(exited('which_children'));
    expect(await catchTerm(() => dynamicSupervisor.countChildren('none'))).toEqual(exited('count_children'));
    expect(await catchTerm(() => dynamicSupervisor.stop('none', 'why', 100))).toEqual([
      'EXIT',
      ['noproc', ['Elixir.GenServer', 'stop', ['none', 'why', 100]]],
    ]);
  });
});

test('when the supervisor ends all children are told at once, each has its own time', async () => {
  const clock = new VirtualClock();
  const node = startTestNode({ clock });
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await start();
    const ends = [
      endOf(await add(sup, child('a', { shutdown: 'infinity' }, { slow: 500 }))),
      endOf(await add(sup, child('b', { shutdown: 50 }, { isStubborn: true }))),
      endOf(await add(sup, child('c', { shutdown: 100 }, { slow: 200 }))),
      endOf(await add(sup, child('d', { shutdown: 'brutal_kill' }))),
      endOf(await add(sup, child('e', {}, { isDeaf: true }))),
    ];
    since();
    const order: unknown[] = [];
    for (const [index, end] of ends.entries())
      void end.then((reason) => order.push([clock.now() - 1000, index, reason]));
    const ended = shut(sup);
    await clock.elapse(500);
    expect(await ended).toBe('shutdown');
    await Promise.all(ends);
    expect(order).toEqual([
      [0, 3, 'killed'],
      [0, 4, 'shutdown'],
      [50, 1, 'killed'],
      [100, 2, 'killed'],
      [500, 0, 'shutdown'],
    ]);
    expect(since()).toEqual([
      ['stop', 'b', 'shutdown'],
      ['stop', 'a', 'shutdown'],
    ]);
  });
});

/** A start function that gives a process at first, then what `again` gives. */
function once(again: () => unknown): { instead: () => unknown; calls: () => number } {
  let calls = 0;
  return { instead: () => (++calls === 1 ? ['ok', spawnLink(() => receive())] : again()), calls: () => calls };
}

test("a child whose restart gives 'ignore' is forgotten", async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await start();
    const a = await add(
      sup,
      child(
        'a',
        {},
        once(() => 'ignore'),
      ),
    );
    await endOf(a, () => exit(a, 'boom'));
    expect(await dynamicSupervisor.whichChildren(sup)).toEqual([]);
    expect(await dynamicSupervisor.countChildren(sup)).toEqual(none);
  });
});

test('a failed restart is tried again until there have been too many', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await start({ max_restarts: 3 });
    const { instead, calls } = once(() => ['error', 'x']);
    const a = await add(sup, child('a', {}, { instead }));
    expect(await endOf(sup, () => exit(a, 'boom'))).toBe('shutdown');
    expect(calls()).toBe(4);
  });
});

test('meanwhile the child is restarting, counts for max_children, and can be stopped by its old address', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    let release: (result: unknown) => void = () => undefined;
    let called: () => void = () => undefined;
    const whenCalled = new Promise<void>((resolve) => (called = resolve));
    const { instead, calls } = once(() => {
      called();
      return new Promise((resolve) => (release = resolve));
    });
    const sup = await start({ max_children: 1 });
    const a = await add(sup, child('a', {}, { instead }));
    exit(a, 'boom');
    await whenCalled;
    const answers = [
      dynamicSupervisor.whichChildren(sup),
      dynamicSupervisor.countChildren(sup),
      dynamicSupervisor.startChild(sup, child('b')),
      dynamicSupervisor.terminateChild(sup, a),
      dynamicSupervisor.whichChildren(sup),
    ];
    release(['error', 'x']);
    expect(await Promise.all(answers)).toEqual([
      [[undefined, 'restarting', 'worker', ['Ch']]],
      { specs: 1, active: 0, supervisors: 0, workers: 1 },
      ['error', 'max_children'],
      'ok',
      [],
    ]);
    expect(calls()).toBe(2);
    expect(await shut(sup)).toBe('shutdown');
  });
});

test('bad options are told in the words of Elixir', async () => {
  const node = startTestNode();
  await node.run(async () => {
    processFlag('trap_exit', true);
    for (const [options, problem] of [
      [{ strategy: 'one_for_all' }, ['invalid_strategy', 'one_for_all']],
      [{ max_children: -1 }, ['invalid_max_children', -1]],
      [{ max_restarts: -1 }, ['invalid_intensity', -1]],
      [{ max_seconds: 0 }, ['invalid_period', 0]],
      [{ extra_arguments: 'x' }, ['invalid_extra_arguments', 'x']],
    ]) {
      expect(await dynamicSupervisor.startLink(options as never)).toEqual(['error', ['supervisor_data', problem]]);
    }
    expect(await messages()).toEqual([]);
  });
});

// A module of one's own.
class Sessions extends DynamicSupervisor {
  static startLink(arg: unknown) {
    return dynamicSupervisor.startLink(Sessions, arg, { name: 'sessions' });
  }
  init(arg: unknown): DynamicInit {
    return (arg === 'limit' ? dynamicSupervisor.init({ max_children: 0 }) : arg) as DynamicInit;
  }
}

test('a supervisor can have a module of its own', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    processFlag('trap_exit', true);
    expect(await Sessions.startLink('ignore')).toBe('ignore');
    expect(await Sessions.startLink('bad')).toEqual(['error', ['bad_return', ['Sessions', 'init', 'bad']]]);
    expect(await Sessions.startLink(['ok', { auto_shutdown: 'any_significant' }])).toEqual([
      'error',
      ['supervisor_data', ['invalid_auto_shutdown', 'any_significant']],
    ]);
    expect(await Sessions.startLink(() => exit('x'))).toEqual([
      'error',
      ['bad_return', ['Sessions', 'init', expect.anything()]],
    ]);
    expect(await Sessions.startLink('limit')).toEqual(['ok', whereis('sessions')]);
    expect(await dynamicSupervisor.startChild('sessions', child('a'))).toEqual(['error', 'max_children']);
    expect(await Sessions.startLink('limit')).toEqual(['error', ['already_started', whereis('sessions')]]);
    expect(await dynamicSupervisor.stop('sessions')).toBe('ok');
    expect(whereis('sessions')).toBeUndefined();
  });
});

test('it tells how it is started under another supervisor', async () => {
  const node = startTestNode();
  await node.run(async () => {
    expect(Sessions.childSpec('limit')).toEqual({
      id: 'Sessions',
      start: [Sessions, 'start_link', ['limit']],
      type: 'supervisor',
    });
    const options = { name: 'jobs' };
    expect(dynamicSupervisor.childSpec(options)).toEqual({
      id: 'jobs',
      start: [dynamicSupervisor, 'start_link', [options]],
      type: 'supervisor',
    });
    const sup = await startSupervisor({}, [Sessions.childSpec('limit'), dynamicSupervisor.childSpec(options)]);
    expect(await supervisor.whichChildren(sup)).toEqual([
      ['jobs', whereis('jobs'), 'supervisor', ['Elixir.DynamicSupervisor']],
      ['Sessions', whereis('sessions'), 'supervisor', ['Sessions']],
    ]);
    // A module, and a module with its argument, stand for what they tell.
    await add(whereis('jobs')!, [dynamicSupervisor, { max_children: 3 }]);
    expect((dynamicSupervisor.childSpec({}) as { id: unknown }).id).toBe('Elixir.DynamicSupervisor');
  });
});

test('casts and messages that mean nothing leave it alone', async () => {
  const node = startTestNode();
  const reports: ReportEvent[] = [];
  node.on('report', (report) => void reports.push(report));
  await node.run(async () => {
    const sup = await start();
    genServer.cast(sup, 'unexpected');
    send(sup, 'unexpected');
    send(sup, ['$gen_restart', self()]);
    expect(await dynamicSupervisor.countChildren(sup)).toEqual(none);
    expect(reports.map(({ args }) => args)).toEqual([['unexpected']]);
    const reason = ['function_clause', expect.any(Error)];
    expect(await endOf(sup, () => void genServer.call(sup, 'strange').catch(() => undefined))).toEqual(reason);
  });
});

test('trouble with children is told as by other supervisors', async () => {
  const node = startTestNode();
  const reports: ReportEvent[] = [];
  node.on('report', (report) => void reports.push(report));
  const { note } = journal();
  let initialCall: unknown;
  await node.run(async () => {
    const sup = await start({ extra_arguments: [note], max_restarts: 0 });
    const a = await add(sup, { id: 'a', start: [Ch, 'startLink', ['a']] });
    await add(sup, { id: 'b', start: [Ch, 'startLink', ['b', { exitAs: 'oops' }]] });
    await endOf(sup, () => send(a, ['exit', 'boom']));
    class Shown extends Given {
      override init(): never {
        initialCall = get('$initial_call');
        return exit('seen');
      }
    }
    await dynamicSupervisor.startLink(Shown, []);
  });
  expect(reports.map(({ label }) => label)).toEqual([
    ['supervisor', 'child_terminated'],
    ['supervisor', 'shutdown'],
    ['supervisor', 'shutdown_error'],
  ]);
  expect(reports[0]).toMatchObject({
    level: 'error',
    report: [
      ['supervisor', [expect.any(Address), 'Elixir.Supervisor.Default']],
      ['errorContext', 'child_terminated'],
      ['reason', 'boom'],
      [
        'offender',
        [
          ['pid', expect.any(Address)],
          ['id', undefined],
          ['mfargs', ['Ch', 'startLink', [note, 'a']]],
          ['restart_type', 'permanent'],
          ['shutdown', 5000],
          ['child_type', 'worker'],
        ],
      ],
    ],
  });
  expect(initialCall).toEqual(['supervisor', 'Shown', 1]);
});
