import { expect, test } from 'vitest';
import type { Address } from 'regent-otp';
import { processFlag, send, type Node, type ReportEvent } from 'regent-otp';
import { supervisor } from 'regent-otp/supervisors';
import { startTestNode } from '../../support/startTestNode.js';
import { end, endOf, Given, journal, pidOf, shut, startSupervisor } from '../journal.js';

const one = { strategy: 'one_for_one', intensity: 1, period: 5 };

function reportsOf(node: Node): readonly ReportEvent[] {
  const reports: ReportEvent[] = [];
  node.on('report', (report) => void reports.push(report));
  return reports;
}

/** The label of a report, and the reason in it. */
function summary({ label, report }: ReportEvent): unknown {
  return [label, (report as [string, unknown][]).find(([key]) => key === 'reason')?.[1]];
}

test('starts, crashes, restarts and giving up are told, in order', async () => {
  const node = startTestNode();
  const reports = reportsOf(node);
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a')]);
    await end(sup, 'a', 'boom');
    await endOf(sup, () => end(sup, 'a', 'boom'));
  });
  expect(reports.map(summary)).toEqual([
    [['supervisor', 'progress'], undefined],
    [['supervisor', 'child_terminated'], 'boom'],
    [['supervisor', 'progress'], undefined],
    [['supervisor', 'child_terminated'], 'boom'],
    [['supervisor', 'shutdown'], 'reached_max_restart_intensity'],
  ]);
});

test('reports tell the supervisor and the child as those of OTP do', async () => {
  const node = startTestNode();
  const reports = reportsOf(node);
  const { child } = journal();
  let sup: Address | undefined;
  let old: Address | undefined;
  await node.run(async () => {
    sup = await startSupervisor(one, [child('a')]);
    old = await end(sup, 'a', 'boom');
  });
  const started = [
    ['pid', old],
    ['id', 'a'],
    ['mfargs', ['Ch', 'startLink', expect.any(Array)]],
    ['restart_type', 'permanent'],
    ['significant', false],
    ['shutdown', 5000],
    ['child_type', 'worker'],
  ];
  expect(reports[0]).toEqual({
    level: 'info',
    label: ['supervisor', 'progress'],
    report: [
      ['supervisor', [sup, 'Given']],
      ['started', started],
    ],
  });
  expect(reports[1]).toEqual({
    level: 'error',
    label: ['supervisor', 'child_terminated'],
    report: [
      ['supervisor', [sup, 'Given']],
      ['errorContext', 'child_terminated'],
      ['reason', 'boom'],
      ['offender', started],
    ],
  });
});

test('a supervisor with a name is told by it', async () => {
  const node = startTestNode();
  const reports = reportsOf(node);
  const { child } = journal();
  await node.run(() => supervisor.startLink(['local', 'top'], Given, ['ok', [one, [child('a')]]]));
  expect(reports[0]).toMatchObject({ report: [['supervisor', ['local', 'top']], expect.anything()] });
});

test('a child that cannot be started is told once', async () => {
  const node = startTestNode();
  const reports = reportsOf(node);
  const { child } = journal();
  await node.run(async () => {
    processFlag('trap_exit', true);
    await supervisor.startLink(Given, ['ok', [one, [child('a', {}, { instead: () => ['error', 'no'] })]]]);
  });
  expect(reports.map(summary)).toEqual([[['supervisor', 'start_error'], 'no']]);
});

test('a child that is stopped but ends otherwise is told', async () => {
  const node = startTestNode();
  const reports = reportsOf(node);
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [
      child('a', {}, { exitAs: 'boom' }),
      child('b', {}, { exitAs: 'normal' }),
      child('c', { restart: 'transient' }, { exitAs: 'normal' }),
      child('d', { restart: 'transient' }, { exitAs: ['shutdown', 'x'] }),
      child('e', { shutdown: 'brutal_kill' }),
      child('f', { shutdown: 0 }, { isStubborn: true }),
    ]);
    await shut(sup);
  });
  expect(reports.map(summary).slice(6)).toEqual([
    [['supervisor', 'shutdown_error'], 'killed'],
    [['supervisor', 'shutdown_error'], 'normal'],
    [['supervisor', 'shutdown_error'], 'boom'],
  ]);
});

test('orderly ends are told of permanent children only', async () => {
  const node = startTestNode();
  const reports = reportsOf(node);
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [
      child('a', { restart: 'transient' }),
      child('b', { restart: 'temporary' }),
      child('c'),
    ]);
    for (const id of ['a', 'b', 'c']) await end(sup, id, 'normal');
  });
  expect(reports.map(summary).slice(3)).toEqual([
    [['supervisor', 'child_terminated'], 'normal'],
    [['supervisor', 'progress'], undefined],
  ]);
});

test('children of one kind that end with the same wrong reason are told together', async () => {
  const node = startTestNode();
  const reports = reportsOf(node);
  const { child } = journal();
  await node.run(async () => {
    const [, , [note]] = child('a').start;
    const template = { id: 'tmpl', start: [child('a').start[0], 'startLink', [note]] };
    const sup = await startSupervisor({ strategy: 'simple_one_for_one' }, [template]);
    for (const exitAs of ['boom', 'bang', 'boom', 'shutdown']) await supervisor.startChild(sup, ['x', { exitAs }]);
    await shut(sup);
  });
  expect(reports.map(summary)).toEqual([
    [['supervisor', 'shutdown_error'], 'boom'],
    [['supervisor', 'shutdown_error'], 'bang'],
  ]);
  const [, , , [, offender]] = reports[0]!['report'] as [unknown, unknown, unknown, [string, unknown[]]];
  expect(offender.slice(0, 2)).toEqual([
    ['nb_children', 2],
    ['id', 'tmpl'],
  ]);
});

test('the restart of a child of one kind that fails is told with its own arguments', async () => {
  const node = startTestNode();
  const reports = reportsOf(node);
  const { child } = journal();
  await node.run(async () => {
    const { start } = child('a');
    const sup = await startSupervisor({ strategy: 'simple_one_for_one', intensity: 1 }, [
      { id: 'tmpl', start: [start[0], 'startLink', [start[2][0]]] },
    ]);
    let calls = 0;
    const instead = (): unknown => {
      calls++;
      return calls > 1 ? ['error', 'no'] : Reflect.apply((start[0] as any).startLink, start[0], start[2]);
    };
    const [, pid] = (await supervisor.startChild(sup, ['own', { instead }])) as ['ok', Address];
    await endOf(sup, () => send(pid, ['exit', 'boom']));
  });
  expect(reports.map(summary)).toEqual([
    [['supervisor', 'child_terminated'], 'boom'],
    [['supervisor', 'start_error'], 'no'],
    [['supervisor', 'shutdown'], 'reached_max_restart_intensity'],
  ]);
  expect(JSON.stringify(reports[0])).toContain('"own"');
});

test('a message that means nothing to a supervisor is told', async () => {
  const node = startTestNode();
  const reports = reportsOf(node);
  await node.run(async () => {
    const sup = await startSupervisor(one, []);
    send(sup, ['hello', 1]);
    await supervisor.whichChildren(sup);
    await pidOf(await startSupervisor(one, [journal().child('x')]), 'x');
  });
  expect(reports[0]).toEqual({
    level: 'error',
    label: 'supervisor',
    format: 'Supervisor received unexpected message: ~tp~n',
    args: [['hello', 1]],
  });
});
