/** System messages to a manager: its handlers are its state. */
import { describe, expect, test } from 'vitest';
import { catchTerm, error, exit, on, processInfo, receive, self, send, spawn, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { genEvent, GenEvent, registry, sys } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { waiting } from '../../support/mailbox.js';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { manager, Recorder, type Recorded } from './recorder.js';

/** Counts events. */
class Tally extends GenEvent<number> {
  init(count: number) {
    return ['ok', count] as const;
  }
  handleEvent(event: unknown, count: number) {
    return event === 'rest' ? (['ok', count, 'hibernate'] as const) : (['ok', count + 1] as const);
  }
  override handleCall(_request: unknown, count: number) {
    return ['ok', count, count] as const;
  }
}

/** Runs a test with a manager that has two tallies: one with an id at 2, and a plain one at 1. */
const withTallies = (test: (pid: Address) => Promise<void>) => () =>
  startTestNode().run(async () => {
    const pid = await manager();
    await genEvent.addHandler(pid, Tally, 1);
    await genEvent.addHandler(pid, [Tally, 'x'], 2);
    await test(pid);
  });

describe('states', () => {
  test(
    'are shown with module and id',
    withTallies(async (pid) => {
      expect(await sys.getState(pid)).toEqual([
        [Tally, 'x', 2],
        [Tally, false, 1],
      ]);
    }),
  );

  test(
    'are replaced one by one; what fails, or is no state of the handler, stays',
    withTallies(async (pid) => {
      const failing = ([module, id, n]: any) => (id === 'x' ? error('no') : [module, id, Number(n) + 10]);
      const after = [
        [Tally, 'x', 2],
        [Tally, false, 11],
      ];
      expect(await sys.replaceState(pid, failing)).toEqual(after);
      expect(await sys.replaceState(pid, () => 'junk')).toEqual(after);
      expect(await sys.replaceState(pid, ([module, id]: any) => [module, [id], 0])).toEqual(after);
      expect(await sys.replaceState(pid, () => Promise.reject(new Error('no')))).toEqual(after);
      const later = async ([module, id, n]: any) => [module, id, n * 2];
      expect(await sys.replaceState(pid, later)).toEqual([
        [Tally, 'x', 4],
        [Tally, false, 22],
      ]);
      expect(await genEvent.call(pid, [Tally, 'x'], 'get')).toBe(4);
    }),
  );
});

describe('the status', () => {
  const itemsOf = async (pid: Address | string): Promise<any> => ((await sys.getStatus(pid)) as any)[3];

  test(
    'has the handlers as records, with their supervisors',
    withTallies(async (pid) => {
      await genEvent.addSupHandler(pid, Recorder, {
        tag: 'a',
        owner: self(),
        format: (status: object) => ({ ...status, state: 'hidden' }),
      });
      const [dictionary, state, parent, debug, misc] = await itemsOf(pid);
      expect(dictionary).toContainEqual(['$initial_call', ['gen_event', 'init_it', 6]]);
      expect([state, parent, debug]).toEqual(['running', pid, []]);
      expect(misc).toEqual([
        ['header', `Status for event handler ${String(pid)}`],
        [
          'data',
          [
            ['Status', 'running'],
            ['Logged Events', []],
            ['Parent', pid],
          ],
        ],
        [
          'items',
          [
            'Installed handlers',
            [
              ['handler', Recorder, false, 'hidden', self()],
              ['handler', Tally, 'x', 2, false],
              ['handler', Tally, false, 1, false],
            ],
          ],
        ],
      ]);
    }),
  );

  test('shows the states as they are when formatStatus fails', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      const state = { tag: 'a', owner: self(), format: () => error('oops') };
      await genEvent.addHandler(pid, Recorder, state);
      const [, , , , misc] = await itemsOf(pid);
      expect(misc[2][1][1]).toEqual([['handler', Recorder, false, state, false]]);
    });
  });

  test('has the name in its header', async () => {
    await startTestNode().run(async () => {
      await genEvent.start(['local', 'events']);
      expect((await itemsOf('events'))[4][0]).toEqual(['header', 'Status for event handler events']);
      await registry.startLink({ keys: 'unique', name: 'names' });
      const pid = pidOf(await genEvent.start(['via', registry, ['names', 'e']]));
      expect((await itemsOf(pid))[4][0]).toEqual(['header', ['Status for event handler', ['names', 'e']]]);
    });
  });
});

describe('suspended', () => {
  test(
    'a manager handles nothing but system messages',
    withTallies(async (pid) => {
      expect(await sys.suspend(pid)).toBe('ok');
      genEvent.notify(pid, 'e');
      const call = await catchTerm(() => genEvent.call(pid, Tally, 'get', 0));
      expect(call).toEqual(['EXIT', ['timeout', ['gen_event', 'call', [pid, Tally, 'get', 0]]]]);
      expect(await sys.getState(pid)).toContainEqual([Tally, false, 1]);
      expect(await sys.resume(pid)).toBe('ok');
      expect(await genEvent.call(pid, Tally, 'get')).toBe(2);
    }),
  );

  test('it ends with its parent', async () => {
    await startTestNode().run(async () => {
      const me = self();
      const parent = spawn(async () => {
        const pid = pidOf(await genEvent.startLink());
        await genEvent.addHandler(pid, Recorder, { tag: 'a', owner: me });
        await sys.suspend(pid);
        send(me, ['pid', pid]);
        await receive(on('end', () => exit('gone')));
      });
      const pid = await receive(on(['pid', P._], ([, started]) => started as Address));
      const ended = endOf(pid);
      send(parent, 'end');
      expect(await ended).toBe('gone');
      expect(waiting()).toContainEqual(['a', 'terminate', 'stop']);
    });
  });
});

test('terminate ends the handlers, after its answer', async () => {
  await startTestNode().run(async () => {
    const pid = await manager();
    await genEvent.addHandler(pid, Recorder, { tag: 'a', owner: self() });
    const ended = endOf(pid);
    expect(await sys.terminate(pid, 'why')).toBe('ok');
    expect(await ended).toBe('why');
    expect(waiting()).toContainEqual(['a', 'terminate', 'stop']);
  });
});

describe('watching', () => {
  test(
    'shows each message that comes in, and none that goes out',
    withTallies(async (pid) => {
      expect(await sys.log(pid, true)).toBe('ok');
      expect(await sys.statistics(pid, true)).toBe('ok');
      genEvent.notify(pid, 'e');
      await genEvent.call(pid, Tally, 'get');
      await genEvent.whichHandlers(pid);
      send(pid, 'hello');
      const from = [self(), expect.anything()];
      expect(await sys.log(pid, 'get')).toEqual([
        'ok',
        [
          ['in', ['notify', 'e']],
          ['in', [self(), from, ['call', Tally, 'get']]],
          ['in', [self(), from, 'which_handlers']],
          ['in', 'hello'],
        ],
      ]);
      const [, statistics] = (await sys.statistics(pid, 'get')) as ['ok', [string, unknown][]];
      expect(statistics.slice(-2)).toEqual([
        ['messages_in', 4],
        ['messages_out', 0],
      ]);
    }),
  );

  test('from the start, and by a function of the own', async () => {
    await startTestNode().run(async () => {
      const me = self();
      const fun = (n: number, event: unknown, name: unknown) => (send(me, [n, event, name]), n + 1);
      const options = [['debug', [['install', [fun, 1]]]]] as const;
      await genEvent.start(['local', 'events'], options);
      genEvent.notify('events', 'e');
      expect(await receive(on(P._, (message) => message))).toEqual([1, ['in', ['notify', 'e']], 'events']);
      await sys.noDebug('events');
      await genEvent.syncNotify('events', 'e');
      expect(waiting()).toEqual([]);
    });
  });
});

describe('code change', () => {
  const suspended = (state: Partial<Recorded>, test: (pid: Address) => Promise<void>) => () =>
    startTestNode().run(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, [Recorder, 1], { tag: 'first', owner: self() });
      await genEvent.addHandler(pid, Tally, 1);
      await genEvent.addHandler(pid, [Recorder, 2], { tag: 'second', owner: self(), ...state });
      await sys.suspend(pid);
      await test(pid);
    });

  test(
    'is for the handlers of the module',
    suspended({ codeChange: (oldVsn, extra) => ['ok', { tag: [oldVsn, extra], owner: self() }] }, async (pid) => {
      expect(await sys.changeCode(pid, Recorder, 'v1', 'extra')).toBe('ok');
      await sys.resume(pid);
      expect(await genEvent.call(pid, [Recorder, 2], 'q')).toEqual([['v1', 'extra'], 'q']);
      expect(await genEvent.call(pid, [Recorder, 1], 'q')).toEqual(['first', 'q']);
      expect(await sys.getState(pid)).toContainEqual([Tally, false, 1]);
    }),
  );

  test.each([
    ['gives something else', () => 'nope', ['EXIT', [['badmatch', 'nope'], []]]],
    ['raises', () => error('no'), ['EXIT', ['no', expect.any(Error)]]],
    ['rejects', () => Promise.reject(new Error('no')), ['EXIT', [expect.any(Error), expect.any(Error)]]],
  ])('that %s leaves all as they were', async (_, codeChange, reason) => {
    await suspended({}, async (pid) => {
      await sys.replaceState(pid, ([module, id, state]: any) => [
        module,
        id,
        id === 1 ? { ...state, codeChange } : id === 2 ? { ...state, codeChange: () => ['ok', 'changed'] } : state,
      ]);
      expect(await sys.changeCode(pid, Recorder, 'v1', 'extra')).toEqual(['error', reason]);
      await sys.resume(pid);
      expect(await genEvent.call(pid, [Recorder, 2], 'q')).toEqual(['second', 'q']);
    })();
  });

  test(
    'of a handler without codeChange is undef',
    suspended({}, async (pid) => {
      const answer = await sys.changeCode(pid, Tally, 'v1', 'extra');
      expect(answer).toEqual(['error', ['EXIT', ['undef', expect.any(Error)]]]);
    }),
  );

  test(
    'may be a class of the same name, which takes over',
    suspended({}, async (pid) => {
      const old = Tally;
      {
        class Tally extends old {
          override handleCall(_request: unknown, count: number) {
            return ['ok', ['new', count], count] as any;
          }
          override async codeChange(_oldVsn: unknown, count: number) {
            return ['ok', count + 41] as const;
          }
        }
        expect(await sys.changeCode(pid, Tally, 'v1', 'extra')).toBe('ok');
        await sys.resume(pid);
        expect(await genEvent.call(pid, old, 'get')).toEqual(['error', 'bad_module']);
        expect(await genEvent.call(pid, Tally, 'get')).toEqual(['new', 42]);
      }
    }),
  );
});

describe('hibernation', () => {
  const currentFunction = (pid: Address) => (processInfo(pid, 'current_function') as any)[1];

  test(
    'lasts from an event that asks for it to the next message, across system messages',
    withTallies(async (pid) => {
      await genEvent.syncNotify(pid, 'rest');
      expect(currentFunction(pid)).toEqual(['erlang', 'hibernate', 3]);
      await sys.getState(pid);
      expect(currentFunction(pid)).toEqual(['erlang', 'hibernate', 3]);
      expect(await genEvent.call(pid, Tally, 'get')).toBe(1);
      expect(currentFunction(pid)).toEqual(['gen_event', 'fetch_msg', 6]);
    }),
  );

  test('comes by itself after the time that hibernate_after says, counted from the last message', async () => {
    const clock = new VirtualClock();
    await startTestNode({ clock }).run(async () => {
      const pid = pidOf(await genEvent.start({ hibernate_after: 30 }));
      await genEvent.addHandler(pid, Tally, 1);
      for (const wake of [() => 'ok', () => genEvent.syncNotify(pid, 'e'), () => genEvent.call(pid, Tally, 'get')]) {
        await wake();
        await clock.elapse(29);
        expect(currentFunction(pid)).toEqual(['gen_event', 'fetch_msg', 6]);
        await clock.elapse(1);
        expect(currentFunction(pid)).toEqual(['erlang', 'hibernate', 3]);
        await sys.getState(pid);
        expect(currentFunction(pid)).toEqual(['erlang', 'hibernate', 3]);
      }
    });
  });

  const ways: readonly (readonly [string, Partial<Recorded>, (pid: Address) => unknown])[] = [
    ['init', { init: () => ['ok', 'state', 'hibernate'] }, () => undefined],
    ['handleCall', { call: (r: any, s: any) => ['ok', r, s, 'hibernate'] }, (pid) => genEvent.call(pid, Recorder, 'q')],
    ['handleInfo', { info: (_: any, s: any) => ['ok', s, 'hibernate'] }, (pid) => send(pid, 'hello')],
  ];

  test.each(ways)('is what %s may ask for', async (_, more, act) => {
    await startTestNode().run(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Recorder, { tag: 'a', owner: self(), ...more });
      await act(pid);
      await sys.getState(pid);
      expect(currentFunction(pid)).toEqual(['erlang', 'hibernate', 3]);
    });
  });
});
