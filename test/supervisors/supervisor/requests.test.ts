import { describe, expect, test } from 'vitest';
import { Address, catchTerm, ExitError, receive, spawnLink } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { supervisor } from 'regent-otp/supervisors';
import { startTestNode } from '../../support/startTestNode.js';
import { Ch, end, endOf, Given, ids, journal, messages, pidOf, startSupervisor } from '../journal.js';

const one = { strategy: 'one_for_one', intensity: 10, period: 5 };

test('a child can be stopped, restarted, and deleted once it is stopped', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a')]);
    since();
    expect(await supervisor.terminateChild(sup, 'a')).toBe('ok');
    expect(since()).toEqual([['stop', 'a', 'shutdown']]);
    expect(await ids(sup)).toEqual([['a', undefined]]);
    expect(await supervisor.terminateChild(sup, 'a')).toBe('ok');
    const restarted = await supervisor.restartChild(sup, 'a');
    expect(restarted).toEqual(['ok', await pidOf(sup, 'a')]);
    expect(await supervisor.restartChild(sup, 'a')).toEqual(['error', 'running']);
    expect(await supervisor.deleteChild(sup, 'a')).toEqual(['error', 'running']);
    await supervisor.terminateChild(sup, 'a');
    expect(await supervisor.deleteChild(sup, 'a')).toBe('ok');
    expect(await ids(sup)).toEqual([]);
  });
});

test('requests about a child that is not there say so', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a')]);
    for (const id of ['zz', await pidOf(sup, 'a')]) {
      expect(await supervisor.terminateChild(sup, id)).toEqual(['error', 'not_found']);
      expect(await supervisor.restartChild(sup, id)).toEqual(['error', 'not_found']);
      expect(await supervisor.deleteChild(sup, id)).toEqual(['error', 'not_found']);
      expect(await supervisor.getChildspec(sup, id)).toEqual(['error', 'not_found']);
    }
  });
});

test('a temporary child that is stopped is forgotten', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a', { restart: 'temporary' })]);
    expect(await supervisor.terminateChild(sup, 'a')).toBe('ok');
    expect(await ids(sup)).toEqual([]);
    expect(await supervisor.restartChild(sup, 'a')).toEqual(['error', 'not_found']);
  });
});

test('a child that runs or is only stopped is not added a second time', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a')]);
    expect(await supervisor.startChild(sup, child('a'))).toEqual(['error', ['already_started', await pidOf(sup, 'a')]]);
    await supervisor.terminateChild(sup, 'a');
    expect(await supervisor.startChild(sup, child('a'))).toEqual(['error', 'already_present']);
  });
});

test('a child that is added comes last in start order, and is restarted like the others', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor({ ...one, strategy: 'one_for_all' }, [child('a')]);
    expect(await supervisor.startChild(sup, child('b', {}, { info: 'extra' }))).toEqual([
      'ok',
      expect.any(Address),
      'extra',
    ]);
    since();
    await end(sup, 'b', 'boom');
    expect(since()).toEqual([
      ['stop', 'a', 'shutdown'],
      ['start', 'a'],
      ['start', 'b'],
    ]);
  });
});

test("a child that cannot be added is told with OTP's record of it, and not kept", async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, []);
    const add = (instead: () => unknown) => supervisor.startChild(sup, child('x', {}, { instead }));
    const record = [
      'child',
      undefined,
      'x',
      [Ch, 'startLink', expect.any(Array)],
      'permanent',
      false,
      5000,
      'worker',
      ['Ch'],
    ];
    expect(await add(() => ['error', 'no'])).toEqual(['error', ['no', record]]);
    expect(await add(() => 'junk')).toEqual(['error', ['junk', record]]);
    expect(await add(() => Promise.reject(new ExitError('x')))).toEqual(['error', [['EXIT', 'x'], record]]);
    const other = spawnLink(() => receive());
    expect(await add(() => ['error', ['already_started', other]])).toEqual(['error', ['already_started', other]]);
    expect(await ids(sup)).toEqual([]);
  });
});

test("a child whose start function gives 'ignore' is kept without a process, unless it is temporary", async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, []);
    const ignoring = { instead: () => 'ignore' };
    expect(await supervisor.startChild(sup, child('a', {}, ignoring))).toEqual(['ok', undefined]);
    expect(await supervisor.startChild(sup, child('b', { restart: 'temporary' }, ignoring))).toEqual(['ok', undefined]);
    expect(await ids(sup)).toEqual([['a', undefined]]);
    expect(await supervisor.restartChild(sup, 'a')).toEqual(['ok', undefined]);
  });
});

test('a specification is given back with all its defaults', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [
      child('a'),
      child('b', { type: 'supervisor' }),
      child('c', { restart: 'temporary', shutdown: 'brutal_kill', modules: 'dynamic' }),
    ]);
    const full = { restart: 'permanent', significant: false, modules: ['Ch'] };
    expect(await supervisor.getChildspec(sup, 'a')).toEqual([
      'ok',
      { ...child('a'), ...full, shutdown: 5000, type: 'worker', start: expect.any(Array) },
    ]);
    expect(await supervisor.getChildspec(sup, 'b')).toMatchObject(['ok', { shutdown: 'infinity', type: 'supervisor' }]);
    expect(await supervisor.getChildspec(sup, 'c')).toMatchObject([
      'ok',
      {
        restart: 'temporary',
        shutdown: 'brutal_kill',
        modules: 'dynamic',
        start: [Ch, 'startLink', expect.any(Array)],
      },
    ]);
    await supervisor.startChild(sup, child('d', { restart: 'temporary' }));
    // What will never be started again keeps no arguments.
    expect(await supervisor.getChildspec(sup, 'd')).toMatchObject(['ok', { start: [Ch, 'startLink', undefined] }]);
  });
});

test('what was given back is a specification that another supervisor takes', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a')]);
    const other = await startSupervisor(one, []);
    const [, spec] = await supervisor.getChildspec(sup, 'a');
    expect(await supervisor.startChild(other, spec as never)).toEqual(['ok', expect.any(Address)]);
  });
});

test('counts tell stopped children from running ones, and supervisors from workers', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const tree = { id: 's', type: 'supervisor', start: [supervisor, 'startLink', [Given, ['ok', [one, []]]]] };
    const sup = await startSupervisor(one, [child('a'), child('b'), tree]);
    await supervisor.terminateChild(sup, 'b');
    expect(await supervisor.countChildren(sup)).toEqual([
      ['specs', 3],
      ['active', 2],
      ['supervisors', 1],
      ['workers', 2],
    ]);
    const [first] = await supervisor.whichChildren(sup);
    expect(first).toEqual(['s', expect.any(Address), 'supervisor', ['supervisor']]);
  });
});

describe('a bad specification is refused in the words of OTP', () => {
  const start = ['m', 'f', []];
  const bad: readonly (readonly [unknown, unknown])[] = [
    [{ start }, 'missing_id'],
    [{ id: 'x' }, 'missing_start'],
    [{ id: 'x', start: 'mfa' }, ['invalid_mfa', 'mfa']],
    [{ id: 'x', start, restart: 'forever' }, ['invalid_restart_type', 'forever']],
    [{ id: 'x', start, shutdown: -1 }, ['invalid_shutdown', -1]],
    [{ id: 'x', start, type: 'wrker' }, ['invalid_child_type', 'wrker']],
    [{ id: 'x', start, modules: 'dy' }, ['invalid_modules', 'dy']],
    [{ id: 'x', start, modules: [1] }, ['invalid_module', 1]],
    ['x', ['invalid_child_spec', 'x']],
    [
      ['x', 'mfa', 'permanent', 1000, 'worker', []],
      ['invalid_mfa', 'mfa'],
    ],
    [{ id: 'x', start: ['m', 'f', 'notalist'] }, ['invalid_mfa', ['m', 'f', 'notalist']]],
  ];

  test.each(bad)('%j', async (spec, problem) => {
    const node = startTestNode();
    await node.run(async () => {
      const sup = await startSupervisor(one, []);
      expect(await supervisor.startChild(sup, spec as never)).toEqual(['error', problem]);
      expect(supervisor.checkChildspecs([spec])).toEqual(['error', problem]);
    });
  });
});

test('specifications can be checked without a supervisor', () => {
  const { child } = journal();
  const tuple = ['c', ['m', 'f', []], 'temporary', 'brutal_kill', 'supervisor', 'dynamic'];
  expect(supervisor.checkChildspecs([child('a'), child('b'), tuple])).toBe('ok');
  expect(supervisor.checkChildspecs([child('a'), child('a')])).toEqual(['error', ['duplicate_child_name', 'a']]);
  expect(supervisor.checkChildspecs('specs' as never)).toEqual(['error', ['badarg', 'specs']]);
  const significant = [child('a', { restart: 'transient', significant: true })];
  expect(supervisor.checkChildspecs(significant)).toBe('ok');
  expect(supervisor.checkChildspecs(significant, 'any_significant')).toBe('ok');
  expect(supervisor.checkChildspecs(significant, 'never')).toEqual([
    'error',
    [
      'bad_combination',
      [
        ['auto_shutdown', 'never'],
        ['significant', true],
      ],
    ],
  ]);
  expect(supervisor.checkChildspecs([], 'sometimes' as never)).toEqual(['error', ['badarg', 'sometimes']]);
});

test('a request to a supervisor that is not there exits with the call', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const exited = async (action: () => Promise<unknown>) => (await catchTerm(action)) as readonly unknown[];
    const call = (request: unknown) => ['EXIT', ['noproc', ['gen_server', 'call', ['none', request, 'infinity']]]];
    const spec = { id: 'x', start: ['m', 'f', []] } as const;
    expect(await exited(() => supervisor.whichChildren('none'))).toEqual(call('which_children'));
    expect(await exited(() => supervisor.countChildren('none'))).toEqual(call('count_children'));
    expect(await exited(() => supervisor.terminateChild('none', 'x'))).toEqual(call(['terminate_child', 'x']));
    expect(await exited(() => supervisor.startChild('none', spec))).toEqual(call(['start_child', spec]));
  });
});

test('an unknown cast or call ends the supervisor as function_clause, after its children', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a')]);
    const reason = ['function_clause', expect.any(Error)];
    expect(await endOf(sup, () => genServer.cast(sup, 'unexpected'))).toEqual(reason);
    expect(since()).toEqual([
      ['start', 'a'],
      ['stop', 'a', 'shutdown'],
    ]);
    const other = await startSupervisor(one, [child('a')]);
    const called = await catchTerm(() => genServer.call(other, 'strange_call', 1000));
    expect(called).toEqual(['EXIT', [reason, ['gen_server', 'call', [other, 'strange_call', 1000]]]]);
    expect(await messages()).toEqual([
      ['EXIT', sup, reason],
      ['EXIT', other, reason],
    ]);
  });
});
