/** What cannot travel to who asks is told as an error: a question never ends the process that is asked. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catchTerm, receive, self, type Address, type Node } from 'regent-otp';
import { genEvent, genServer, GenServer, ok, reply, sys } from 'regent-otp/behaviours';
import { dynamicSupervisor, supervisor } from 'regent-otp/supervisors';
import { pidOf } from '../../support/pidOf.js';
import { topologies, type Place } from '../../support/topologies.js';
import { Given, journal } from '../../supervisors/journal.js';
import { Recorder } from '../genEvent/recorder.js';

/** Holds what it is started with, or what a function makes on its node. */
class Holder extends GenServer<unknown> {
  init(make: () => unknown) {
    return ok(make());
  }
  override handleCall(request: unknown, _from: unknown, state: unknown) {
    return reply(request, state);
  }
}

const cycle = (): unknown => {
  const circle: Record<string, unknown> = { name: 'circle' };
  circle['inside'] = [circle];
  return circle;
};

const nested = (levels: number): unknown => {
  let term: unknown = 'core';
  for (let level = 0; level < levels; level++) term = [term];
  return term;
};

describe.each(topologies)('a process on another node, $topology', ({ topology, start }) => {
  let place: Place;
  let a: Node;
  let b: Node;

  beforeEach(async () => {
    place = await start();
    ({ a, b } = place);
  });

  afterEach(() => place.stop());

  const isLocal = topology === 'local';

  /** Starts a server on b that holds what a function makes. */
  const holder = (make: () => unknown) => b.run(async () => pidOf(await genServer.start(Holder, make)));

  const failed = (callback: string, why: RegExp) => [
    'EXIT',
    [
      ['callback_failed', ['gen_server', callback], ['error', ['not_transferable', expect.stringMatching(why)]]],
      expect.any(Error),
    ],
  ];

  test.each([
    ['with a symbol', () => ({ secret: Symbol('s') }), /\.secret: a symbol/],
    ['with itself in it', cycle, /inside/],
    ['of very many levels', () => nested(1500), /deep|levels/],
    ['of an instance that no codec knows', () => new (class Socket {})(), /Socket|class/],
  ])('lives when its state %s is asked for', async (_, make, why) => {
    const pid = await holder(make);
    await a.run(async () => {
      for (const prepare of [() => 'ok', () => sys.suspend(pid)]) {
        await prepare();
        const state = await catchTerm(() => sys.getState(pid));
        const status = await catchTerm(() => sys.getStatus(pid));
        if (isLocal) {
          expect(inspect(state)).toEqual(inspect(make()));
          expect(status).toMatchObject(['status', pid, ['module', 'gen_server'], expect.any(Array)]);
        } else {
          expect(state).toEqual(failed('system_get_state', why));
          expect(status).toEqual(failed('format_status', why));
        }
      }
      expect(await sys.resume(pid)).toBe('ok');
      expect(await genServer.call(pid, 'still there')).toBe('still there');
    });
  });

  test('shows functions by their names in Maps and Sets too, and what occurs twice twice', async () => {
    const shared = { module: Holder };
    const pid = await holder(() => [new Map<unknown, unknown>([[Holder, cycle]]), new Set([Holder]), shared, shared]);
    await a.run(async () => {
      const seen = isLocal
        ? [new Map<unknown, unknown>([[Holder, cycle]]), new Set([Holder]), shared, shared]
        : [new Map([['Holder', 'cycle']]), new Set(['Holder']), { module: 'Holder' }, { module: 'Holder' }];
      expect(await sys.getState(pid)).toEqual(seen);
    });
  });

  test('lives when its events are asked for and one cannot travel', async () => {
    const pid = await holder(() => null);
    await a.run(async () => {
      await sys.log(pid, true);
      await b.run(() => genServer.call(pid, Symbol('s')));
      const log = await sys.log(pid, 'get');
      if (isLocal) expect(log).toMatchObject(['ok', expect.any(Array)]);
      else expect(log).toEqual(['error', ['not_transferable', expect.stringContaining('a symbol')]]);
      expect(await genServer.call(pid, 'still there')).toBe('still there');
    });
  });

  test('tells its status locally even if it cannot be copied', async () => {
    const pid = await holder(() => nested(100_000));
    await b.run(async () => {
      const reason = expect.any(RangeError) as unknown;
      const failure = (callback: string) => [
        'EXIT',
        [['callback_failed', ['gen_server', callback], ['error', reason]], expect.any(Error)],
      ];
      expect(await catchTerm(() => sys.getState(pid))).toEqual(failure('system_get_state'));
      expect(await catchTerm(() => sys.getStatus(pid))).toEqual(failure('format_status'));
      expect(await genServer.call(pid, 'still there')).toBe('still there');
    });
  });

  test('a manager lives when a reply, or the names of its handlers, cannot travel', async () => {
    if (isLocal) return;
    const pid = await b.run(async () => pidOf(await genEvent.start()));
    await a.run(async () => {
      const owner = self();
      const call = (): unknown => ['ok', Symbol('s'), { tag: 'x', owner }];
      await b.run(() => genEvent.addHandler(pid, [Recorder, Symbol('id')], { tag: 'x', owner }));
      await b.run(() => genEvent.addHandler(pid, Recorder, { tag: 'x', owner, call }));
      const symbol = ['error', ['not_transferable', expect.stringContaining('a symbol')]];
      expect(await genEvent.call(pid, Recorder, 'q')).toEqual(symbol);
      expect(await genEvent.whichHandlers(pid)).toEqual(symbol);
      expect(await genEvent.syncNotify(pid, 'e')).toBe('ok');
    });
  });

  test('a supervisor lives when a specification, or the id of a child, cannot travel', async () => {
    if (isLocal) return;
    let hold: Address | undefined;
    const sups = await new Promise<readonly Address[]>((resolve) => {
      hold = b.spawn(async () => {
        const { child } = journal();
        const plain = pidOf(await supervisor.startLink(Given, ['ok', [{}, [child('a', {}, { exitAs: Symbol('x') })]]]));
        const dynamic = pidOf(await dynamicSupervisor.startLink(Given, ['ok', {}]));
        await supervisor.startChild(plain, { ...child('b'), id: Symbol('b') });
        resolve([plain, dynamic]);
        await receive();
      });
    });
    await a.run(async () => {
      const [plain, dynamic] = sups as readonly [Address, Address];
      const symbol = ['error', ['not_transferable', expect.stringContaining('a symbol')]];
      expect(await supervisor.getChildspec(plain, 'a')).toEqual(symbol);
      expect(await supervisor.whichChildren(plain)).toEqual(symbol);
      expect(await supervisor.countChildren(plain)).toContainEqual(['active', 2]);
      expect(await dynamicSupervisor.countChildren(dynamic)).toBeDefined();
    });
    b.send(hold!, 'end');
  });
});
