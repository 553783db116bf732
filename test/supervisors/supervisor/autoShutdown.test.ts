import { describe, expect, test } from 'vitest';
import { send } from 'regent-otp';
import { supervisor } from 'regent-otp/supervisors';
import { startTestNode } from '../../support/startTestNode.js';
import { end, endOf, Given, ids, journal, pidOf, startSupervisor, type Journal } from '../journal.js';

const one = { strategy: 'one_for_one', intensity: 10, period: 5 };
const any = { ...one, auto_shutdown: 'any_significant' };
const all = { ...one, auto_shutdown: 'all_significant' };

/** Children of which some are significant. */
function significant(journal: Journal, id: string, restart: 'transient' | 'temporary') {
  return journal.child(id, { restart, significant: true });
}

test('any_significant: the normal end of a significant child is the end of the supervisor', async () => {
  const node = startTestNode();
  const notes = journal();
  await node.run(async () => {
    const sup = await startSupervisor(any, [notes.child('a'), significant(notes, 'b', 'transient'), notes.child('c')]);
    notes.since();
    expect(await endOf(sup, () => end(sup, 'b', 'normal'))).toBe('shutdown');
    expect(notes.since()).toEqual([
      ['stop', 'c', 'shutdown'],
      ['stop', 'a', 'shutdown'],
    ]);
  });
});

test('all_significant: the end of the last significant child is the end of the supervisor', async () => {
  const node = startTestNode();
  const notes = journal();
  await node.run(async () => {
    const sup = await startSupervisor(all, [
      significant(notes, 'a', 'transient'),
      significant(notes, 'b', 'temporary'),
      notes.child('c'),
    ]);
    await end(sup, 'a', 'normal');
    expect(await ids(sup)).toEqual([
      ['c', 'pid'],
      ['b', 'pid'],
      ['a', undefined],
    ]);
    expect(await endOf(sup, () => end(sup, 'b', 'boom'))).toBe('shutdown');
  });
});

test('a significant child that is restarted is no reason to end, a temporary one that crashes is', async () => {
  const node = startTestNode();
  const notes = journal();
  await node.run(async () => {
    const sup = await startSupervisor(any, [
      significant(notes, 'a', 'transient'),
      significant(notes, 'b', 'temporary'),
    ]);
    await end(sup, 'a', 'boom');
    expect(await ids(sup)).toEqual([
      ['b', 'pid'],
      ['a', 'pid'],
    ]);
    expect(await endOf(sup, () => end(sup, 'b', 'boom'))).toBe('shutdown');
  });
});

test('a significant child that is stopped on request is no reason to end', async () => {
  const node = startTestNode();
  const notes = journal();
  await node.run(async () => {
    const sup = await startSupervisor(any, [significant(notes, 'a', 'transient'), notes.child('c')]);
    expect(await supervisor.terminateChild(sup, 'a')).toBe('ok');
    expect(await ids(sup)).toEqual([
      ['c', 'pid'],
      ['a', undefined],
    ]);
  });
});

test('a significant child that is stopped because another is restarted is no reason to end', async () => {
  const node = startTestNode();
  const notes = journal();
  await node.run(async () => {
    const sup = await startSupervisor({ ...any, strategy: 'one_for_all' }, [
      significant(notes, 'a', 'transient'),
      notes.child('b'),
    ]);
    await end(sup, 'b', 'boom');
    expect(await ids(sup)).toEqual([
      ['b', 'pid'],
      ['a', 'pid'],
    ]);
  });
});

test.each([any, all])(
  'with $auto_shutdown children that are not significant do not end the supervisor',
  async (flags) => {
    const node = startTestNode();
    const notes = journal();
    await node.run(async () => {
      const sup = await startSupervisor(flags, [
        notes.child('a', { restart: 'transient' }),
        notes.child('b', { restart: 'temporary' }),
        notes.child('c'),
      ]);
      await end(sup, 'a', 'normal');
      await end(sup, 'b', 'boom');
      expect(await ids(sup)).toEqual([
        ['c', 'pid'],
        ['a', undefined],
      ]);
    });
  },
);

describe('a supervisor that ends because of a significant child', () => {
  test.each([true, false])('counts as a significant child itself if it is one (%s)', async (isSignificant) => {
    const node = startTestNode();
    const notes = journal();
    await node.run(async () => {
      const sub = ['ok', [any, [significant(notes, 'w', 'transient')]]];
      const spec = {
        id: 'sub',
        type: 'supervisor',
        restart: 'transient',
        significant: isSignificant,
        start: [supervisor, 'startLink', [Given, sub]],
      };
      const top = await startSupervisor(any, [spec]);
      const pid = await pidOf(top, 'sub');
      const worker = await pidOf(pid, 'w');
      const leave = () => send(worker, ['exit', 'normal']);
      if (isSignificant) {
        expect(await Promise.all([endOf(pid, leave), endOf(top)])).toEqual(['shutdown', 'shutdown']);
      } else {
        expect(await endOf(pid, leave)).toBe('shutdown');
        expect(await ids(top)).toEqual([['sub', undefined]]);
      }
    });
  });
});

test('combinations that make no sense are refused', async () => {
  const node = startTestNode();
  const notes = journal();
  await node.run(async () => {
    const never = await startSupervisor(one, []);
    const combination = (key: string, value: string) => [
      'bad_combination',
      [
        [key, value],
        ['significant', true],
      ],
    ];
    const a = significant(notes, 'a', 'transient');
    expect(await supervisor.startChild(never, a)).toEqual(['error', combination('auto_shutdown', 'never')]);
    const some = await startSupervisor(any, []);
    expect(await supervisor.startChild(some, { ...a, restart: 'permanent' })).toEqual([
      'error',
      combination('restart', 'permanent'),
    ]);
    expect(supervisor.checkChildspecs([{ ...a, significant: 'maybe_x' }])).toEqual([
      'error',
      ['invalid_significant', 'maybe_x'],
    ]);
    expect(await supervisor.startLink(Given, ['ok', [one, [a]]])).toEqual([
      'error',
      ['start_spec', combination('auto_shutdown', 'never')],
    ]);
    const simple = { ...any, strategy: 'simple_one_for_one' };
    expect(await supervisor.startLink(Given, ['ok', [simple, [a]]])).toEqual([
      'error',
      [
        'supervisor_data',
        [
          'bad_combination',
          [
            ['auto_shutdown', 'any_significant'],
            ['strategy', 'simple_one_for_one'],
          ],
        ],
      ],
    ]);
  });
});
