/** Handlers come and go: they are added, named, told, called, swapped and deleted. */
import { describe, expect, test } from 'vitest';
import { catchTerm, exit, send, self } from 'regent-otp';
import { genEvent, GenEvent } from 'regent-otp/behaviours';
import { waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { manager, Recorder, type Recorded } from './recorder.js';

const inProcess = (test: () => Promise<void>) => () => startTestNode().run(test);
const recorded = (tag: unknown, more: Partial<Recorded> = {}): Recorded => ({ tag, owner: self(), ...more });

/** What has been told so far, apart from `init`. */
const told = () => waiting().filter((message) => (message as readonly unknown[])[1] !== 'init');

describe('adding', () => {
  test(
    'the newest handler is the first, in which_handlers and for events',
    inProcess(async () => {
      const pid = await manager();
      expect(await genEvent.whichHandlers(pid)).toEqual([]);
      expect(await genEvent.addHandler(pid, Recorder, recorded('a'))).toBe('ok');
      expect(await genEvent.addHandler(pid, [Recorder, ['room', 5]], recorded('b'))).toBe('ok');
      expect(await genEvent.whichHandlers(pid)).toEqual([[Recorder, ['room', 5]], Recorder]);
      expect(genEvent.notify(pid, 'e')).toBe('ok');
      expect(await genEvent.syncNotify(pid, 'f')).toBe('ok');
      expect(told()).toEqual([
        ['b', 'event', 'e'],
        ['a', 'event', 'e'],
        ['b', 'event', 'f'],
        ['a', 'event', 'f'],
      ]);
    }),
  );

  const thrower = () => {
    throw ['ok', 'thrown'];
  };

  test.each([
    ['returns an error', () => ['error', 'e'], ['error', 'e']],
    ['exits', () => exit('e'), ['EXIT', 'e']],
    [
      'raises',
      () => Reflect.apply(Number.prototype.toFixed, 1, [200]),
      ['EXIT', [expect.any(RangeError), expect.any(Error)]],
    ],
    ['returns anything else', () => ['ok', 's', 'x'], ['ok', 's', 'x']],
    ['rejects', () => Promise.reject(new Error('no')), ['EXIT', [expect.any(Error), expect.any(Error)]]],
  ])('gives what init gives when it %s', async (_, init, result) => {
    await startTestNode().run(async () => {
      const pid = await manager();
      expect(await genEvent.addHandler(pid, Recorder, recorded('a', { init }))).toEqual(result);
      expect(await genEvent.whichHandlers(pid)).toEqual([]);
    });
  });

  test(
    'a value that init throws is what it returns',
    inProcess(async () => {
      const pid = await manager();
      expect(await genEvent.addHandler(pid, Recorder, recorded('a', { init: thrower }))).toBe('ok');
    }),
  );

  test(
    'what is no handler is undef',
    inProcess(async () => {
      const pid = await manager();
      for (const module of ['nope', class {}, {}, 1]) {
        const result = (await genEvent.addHandler(pid, module as any, [])) as any;
        expect(result).toEqual(['EXIT', ['undef', expect.any(Error)]]);
      }
    }),
  );

  test(
    'one name may be added twice; the newest answers to it',
    inProcess(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Recorder, recorded('old'));
      await genEvent.addHandler(pid, Recorder, recorded('new'));
      expect(await genEvent.whichHandlers(pid)).toEqual([Recorder, Recorder]);
      expect(await genEvent.call(pid, Recorder, 'q')).toEqual(['new', 'q']);
      expect(await genEvent.deleteHandler(pid, Recorder, 'bye')).toEqual(['new', 'result']);
      expect(await genEvent.call(pid, Recorder, 'q')).toEqual(['old', 'q']);
    }),
  );
});

describe('a call', () => {
  test(
    'reaches the handler that is named in full, and no other',
    inProcess(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, [Recorder, { a: 1 }], recorded('a'));
      await genEvent.addHandler(pid, Recorder, recorded('plain'));
      expect(await genEvent.call(pid, [Recorder, { a: 1 }], 'q')).toEqual(['a', 'q']);
      expect(await genEvent.call(pid, [Recorder, false], 'q')).toEqual(['plain', 'q']);
      expect(await genEvent.call(pid, [Recorder, 'b'], 'q')).toEqual(['error', 'bad_module']);
      expect(await genEvent.call(pid, Quiet, 'q')).toEqual(['error', 'bad_module']);
    }),
  );

  test(
    'changes the state of its handler alone',
    inProcess(async () => {
      const pid = await manager();
      const call = (request: unknown, state: Recorded) => ['ok', state.tag, { ...state, tag: request }];
      await genEvent.addHandler(pid, [Recorder, 1], recorded('one', { call }));
      await genEvent.addHandler(pid, [Recorder, 2], recorded('two', { call }));
      expect(await genEvent.call(pid, [Recorder, 1], 'uno')).toBe('one');
      expect(await genEvent.call(pid, [Recorder, 2], 'due')).toBe('two');
      expect(await genEvent.call(pid, [Recorder, 1], '')).toBe('uno');
    }),
  );

  test(
    'that removes its handler is answered',
    inProcess(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Recorder, recorded('a', { call: () => ['remove_handler', 'bye'] }));
      expect(await genEvent.call(pid, Recorder, 'q')).toBe('bye');
      expect(told()).toEqual([['a', 'terminate', 'remove_handler']]);
      expect(await genEvent.whichHandlers(pid)).toEqual([]);
    }),
  );

  test(
    'that swaps its handler is answered',
    inProcess(async () => {
      const pid = await manager();
      const swap = ['swap_handler', 'reply', 'arg', recorded('a'), [Recorder, 2], recorded('b')];
      await genEvent.addHandler(pid, Quiet, 'below');
      await genEvent.addHandler(pid, Recorder, recorded('a', { call: () => swap }));
      await genEvent.addHandler(pid, [Quiet, 'above'], 1);
      expect(await genEvent.call(pid, Recorder, 'q')).toBe('reply');
      expect(await genEvent.whichHandlers(pid)).toEqual([[Quiet, 'above'], [Recorder, 2], Quiet]);
      expect(waiting().slice(1)).toEqual([
        ['a', 'terminate', 'arg'],
        ['b', 'init', ['a', 'result']],
      ]);
    }),
  );
});

/** Has only what it must have. */
class Quiet extends GenEvent<unknown> {
  init(state: unknown) {
    return ['ok', state] as const;
  }
  handleEvent(_event: unknown, state: unknown) {
    return ['ok', state] as const;
  }
}

describe('a handler without', () => {
  test(
    'terminate ends with ok',
    inProcess(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Quiet, 1);
      expect(await genEvent.deleteHandler(pid, Quiet, 'x')).toBe('ok');
    }),
  );

  test(
    'handleCall is removed by a call',
    inProcess(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Quiet, 1);
      const failed = ['error', ['EXIT', ['undef', expect.any(Error)]]];
      expect(await genEvent.call(pid, Quiet, 'q')).toEqual(failed);
      expect(await genEvent.whichHandlers(pid)).toEqual([]);
    }),
  );

  test('handleInfo drops messages, and the node tells of it', async () => {
    const node = startTestNode();
    const reports: unknown[] = [];
    node.on('report', (report) => reports.push(report));
    await node.run(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Quiet, 1);
      send(pid, 'hello');
      expect(await genEvent.whichHandlers(pid)).toEqual([Quiet]);
    });
    const label = ['gen_event', 'no_handle_info'];
    expect(reports).toEqual([{ level: 'warning', label, module: 'Quiet', message: 'hello' }]);
  });
});

describe('messages', () => {
  test.each([
    'hello',
    7,
    undefined,
    [],
    ['notify', 'a', 'b'],
    ['a', 'b', ['call', Recorder, 'q']],
    ['a', ['b', 'c'], 'which_handlers'],
    ['EXIT', 'nobody', 'x'],
  ])('go to handleInfo of all handlers: %j', async (message) => {
    await startTestNode().run(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, [Recorder, 1], recorded('a'));
      await genEvent.addHandler(pid, [Recorder, 2], recorded('b'));
      send(pid, message);
      expect(await genEvent.whichHandlers(pid)).toHaveLength(2);
      expect(told()).toEqual([
        ['b', 'info', message],
        ['a', 'info', message],
      ]);
    });
  });

  test(
    'an unknown request is a message',
    inProcess(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Recorder, recorded('a'));
      const unknown: readonly unknown[] = ['add_handler', 1, 2, 3, 4, 5, 6];
      const requests = [unknown, unknown.slice(0, 2), unknown.slice(0, 4), unknown.slice(0, 6), 'stop'];
      const from = [self(), (await genEvent.startMonitor())[1]![1 as never]];
      for (const request of requests) send(pid, [self(), from, request]);
      await genEvent.whichHandlers(pid);
      expect(told()).toEqual(requests.map((request) => ['a', 'info', [self(), from, request]]));
    }),
  );
});

describe('a swap', () => {
  test(
    'hands what terminate returned to the init of the new handler',
    inProcess(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Recorder, recorded('a'));
      await genEvent.addHandler(pid, Quiet, 1);
      expect(await genEvent.swapHandler(pid, [Recorder, 'arg'], [[Recorder, 'n'], recorded('b')])).toBe('ok');
      expect(waiting().slice(1)).toEqual([
        ['a', 'terminate', 'arg'],
        ['b', 'init', ['a', 'result']],
      ]);
      expect(await genEvent.whichHandlers(pid)).toEqual([[Recorder, 'n'], Quiet]);
    }),
  );

  test(
    'with a handler that is not there gives the new one error',
    inProcess(async () => {
      const pid = await manager();
      expect(await genEvent.swapHandler(pid, [Quiet, 'arg'], [Recorder, recorded('b')])).toBe('ok');
      expect(waiting()).toEqual([['b', 'init', 'error']]);
    }),
  );

  test(
    'to a handler that does not start gives its error, and the old one is gone',
    inProcess(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Quiet, 1);
      const init = () => ['error', 'no'];
      const swapped = await genEvent.swapHandler(pid, [Quiet, 'arg'], [Recorder, recorded('b', { init })]);
      expect(swapped).toEqual(['error', ['error', 'no']]);
      expect(await genEvent.whichHandlers(pid)).toEqual([]);
    }),
  );

  test(
    'is what an event may come to',
    inProcess(async () => {
      const pid = await manager();
      const next = recorded('b');
      const event = (_: unknown, state: Recorded) => ['swap_handler', 'arg', { ...state, tag: 'A' }, Recorder, next];
      await genEvent.addHandler(pid, [Recorder, 1], recorded('a', { event }));
      await genEvent.syncNotify(pid, 'e');
      expect(await genEvent.whichHandlers(pid)).toEqual([Recorder]);
      expect(waiting().slice(1)).toEqual([
        ['a', 'event', 'e'],
        ['A', 'terminate', 'arg'],
        ['b', 'init', ['A', 'result']],
      ]);
    }),
  );
});

describe('deleting', () => {
  test(
    'gives what terminate gives',
    inProcess(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, [Recorder, 1], recorded('a', { terminate: (arg) => ['got', arg] }));
      expect(await genEvent.deleteHandler(pid, Recorder, 'x')).toEqual(['error', 'module_not_found']);
      expect(await genEvent.deleteHandler(pid, [Recorder, 1], 'x')).toEqual(['got', 'x']);
      expect(await genEvent.whichHandlers(pid)).toEqual([]);
      await genEvent.addHandler(pid, Recorder, recorded('b', { terminate: () => exit('bad') }));
      expect(await genEvent.deleteHandler(pid, Recorder, 'x')).toEqual(['EXIT', 'bad']);
      expect(await genEvent.whichHandlers(pid)).toEqual([]);
    }),
  );
});

describe('wrong arguments', () => {
  test.each([
    ['notify', () => genEvent.notify(7 as any, 'e'), 'manager'],
    ['call', () => genEvent.call(['x'] as any, Quiet, 'q'), 'manager'],
    ['call', () => genEvent.call('x', Quiet, 'q', -1), 'timeout'],
    ['whichHandlers', () => genEvent.whichHandlers(null as any), 'manager'],
    ['sendRequest', () => genEvent.sendRequest({} as any, Quiet, 'q'), 'server'],
    ['start', () => genEvent.start('events' as any), 'name'],
    ['start', () => genEvent.start(['global_', 'events'] as any), 'name'],
    ['start', () => genEvent.start(['local', 'events'], { timeout: -1 }), 'options.timeout'],
  ])('%s says which', async (where, call, argument) => {
    await startTestNode().run(async () => {
      const [tag, [reason]] = (await catchTerm(call)) as any;
      expect([tag, reason]).toEqual(['EXIT', argument === 'timeout' ? 'function_clause' : 'badarg']);
      await expect(async () => call()).rejects.toThrow(`${where}: ${argument} must be`);
    });
  });
});
