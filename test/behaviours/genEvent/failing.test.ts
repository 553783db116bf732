/** A handler that fails is removed and reported; the manager and its other handlers go on. */
import { describe, expect, test } from 'vitest';
import { error, exit, put, self, send, type ReportEvent } from 'regent-otp';
import { match } from 'ts-pattern';
import { genEvent, type Status } from 'regent-otp/behaviours';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';
import { manager, Recorder, type Recorded } from './recorder.js';
import { waiting } from '../../support/mailbox.js';

const stack = expect.any(Error) as Error;

const failures: readonly (readonly [string, () => unknown, unknown])[] = [
  ['exits', () => exit('quit'), ['EXIT', 'quit']],
  ['raises an Erlang error', () => error('oops'), ['EXIT', ['oops', stack]]],
  ['throws an Error', () => Reflect.get(undefined as never, 'x'), ['EXIT', [expect.any(TypeError), stack]]],
  [
    'matches nothing',
    () =>
      match(1 as number as 2)
        .with(2, () => 'x')
        .exhaustive(),
    ['EXIT', ['function_clause', stack]],
  ],
  ['rejects', () => Promise.reject(new RangeError('no')), ['EXIT', [expect.any(RangeError), stack]]],
  [
    'throws a value',
    () => {
      throw 'ball';
    },
    'ball',
  ],
  ['returns something else', () => ['ok'], ['ok']],
  ['returns nothing', () => undefined, undefined],
  ['fulfils a promise with something else', () => Promise.resolve('junk'), 'junk'],
];

describe.each(failures)('a handler that %s', (_, failing, reason) => {
  /** Runs a test with a failing handler between two others. */
  const between = (test: (pid: Awaited<ReturnType<typeof manager>>) => Promise<void>) => () =>
    startTestNode().run(async () => {
      const pid = await manager();
      const add = (tag: string, more: Partial<Recorded> = {}) =>
        genEvent.addHandler(pid, [Recorder, tag], { tag, owner: self(), ...more });
      await add('below');
      await add('bad', { event: failing, info: failing, call: failing });
      await add('above');
      await test(pid);
      expect(waiting()).toContainEqual(['bad', 'terminate', ['error', reason]]);
      expect(await genEvent.whichHandlers(pid)).toEqual([
        [Recorder, 'above'],
        [Recorder, 'below'],
      ]);
    });

  test(
    'in handleEvent is removed, and the others are told',
    between(async (pid) => {
      await genEvent.syncNotify(pid, 'e');
      expect(waiting()).toContainEqual(['above', 'event', 'e']);
      expect(waiting()).toContainEqual(['below', 'event', 'e']);
    }),
  );

  test(
    'in handleInfo is removed, and the others are told',
    between(async (pid) => {
      send(pid, 'i');
      await genEvent.whichHandlers(pid);
      expect(waiting()).toContainEqual(['below', 'info', 'i']);
    }),
  );

  test(
    'in handleCall is removed, and its caller gets the error',
    between(async (pid) => {
      expect(await genEvent.call(pid, [Recorder, 'bad'], 'q')).toEqual(['error', reason]);
    }),
  );
});

describe('the report', () => {
  /** What is reported while a test runs in a manager called 'events'. */
  async function reportsOf(test: () => Promise<unknown>): Promise<readonly ReportEvent[]> {
    const node = startTestNode();
    const reports: ReportEvent[] = [];
    node.on('report', (report) => reports.push(report));
    await node.run(async () => {
      pidOf(await genEvent.start(['local', 'events']));
      await test();
    });
    return reports;
  }

  test('of a failure has the handler, its state, the last event and the reason', async () => {
    let state: unknown;
    const reports = await reportsOf(async () => {
      state = { tag: 'a', owner: self(), event: () => (put('$process_label', 'label'), error('oops')) };
      await genEvent.addHandler('events', [Recorder, 1], state as Recorded);
      await genEvent.syncNotify('events', 'e');
    });
    expect(reports).toEqual([
      {
        level: 'error',
        label: ['gen_event', 'terminate'],
        pid: expect.anything(),
        handler: [Recorder, 1],
        name: 'events',
        last_message: 'e',
        state,
        reason: ['EXIT', ['oops', stack]],
        process_label: 'label',
      },
    ]);
  });

  test.each([
    [() => error('secret'), 'secret', ['EXIT', ['hidden', stack]]],
    [() => exit('secret'), 'secret', ['EXIT', 'hidden']],
    [() => 'secret', 'secret', 'hidden'],
  ])('shows of %s what formatStatus leaves', async (event, reason, shown) => {
    const seen: Status[] = [];
    const format = (status: Status) => {
      seen.push(status);
      return { state: 'hidden', message: 'hidden', reason: 'hidden' };
    };
    const reports = await reportsOf(async () => {
      await genEvent.addHandler('events', Recorder, { tag: 'a', owner: self(), event, format });
      await genEvent.syncNotify('events', 'e');
    });
    expect(seen).toMatchObject([{ message: 'e', reason }]);
    expect(reports).toMatchObject([{ state: 'hidden', last_message: 'hidden', reason: shown }]);
  });

  test('shows everything when formatStatus fails', async () => {
    const reports = await reportsOf(async () => {
      const format = () => error('oops');
      await genEvent.addHandler('events', Recorder, { tag: 'a', owner: self(), event: () => 'junk', format });
      await genEvent.syncNotify('events', 'e');
    });
    expect(reports).toMatchObject([{ state: { tag: 'a' }, last_message: 'e', reason: 'junk' }]);
  });

  test.each([[() => 'remove_handler'], [() => 'normal'], [() => 'shutdown'], [() => ['swapped', 1, 2]]])(
    'is none when %s',
    async (event) => {
      const reports = await reportsOf(async () => {
        await genEvent.addHandler('events', Recorder, { tag: 'a', owner: self(), event });
        await genEvent.syncNotify('events', 'e');
        expect(await genEvent.whichHandlers('events')).toEqual([]);
      });
      expect(reports).toEqual([]);
    },
  );

  test.each([['nope'], [[Recorder, 2]]])('of a swap that fails is that of %s', async (next) => {
    const reports = await reportsOf(async () => {
      const bad = { tag: 'b', owner: self(), init: () => 'no' };
      const event = (_: unknown, state: unknown) => ['swap_handler', 'x', state, next, bad];
      await genEvent.addHandler('events', Recorder, { tag: 'a', owner: self(), event });
      await genEvent.syncNotify('events', 'e');
    });
    expect(reports).toMatchObject([{ handler: next, reason: 'crash', last_message: 'events', name: false }]);
    expect(reports[0]!['state']).toEqual(['error', next === 'nope' ? ['EXIT', ['undef', stack]] : 'no']);
  });
});
