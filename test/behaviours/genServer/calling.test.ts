/** Calls, casts, late replies and stops: the same between processes of one node, over a network in memory, and over TLS. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  catchTerm,
  down,
  exit,
  monitor,
  on,
  receive,
  self,
  send,
  spawn,
  type Address,
  type From,
  type Node,
} from 'regent-otp';
import { genServer, GenServer, noreply, ok, reply, stop } from 'regent-otp/behaviours';
import { waiting } from '../../support/mailbox.js';
import { pidOf } from '../../support/pidOf.js';
import { topologies, type Place } from '../../support/topologies.js';

describe.each(topologies)('gen_server, $topology', ({ start }) => {
  let place: Place;
  let a: Node;
  let b: Node;

  beforeEach(async () => {
    place = await start();
    ({ a, b } = place);
  });

  afterEach(() => place.stop());

  /** Starts a server on node b. */
  const serve = async <Args>(module: new () => { init(args: Args): unknown }, args: NoInfer<Args>, name?: string) =>
    b.run(async () => {
      const started =
        name === undefined ? genServer.start(module, args) : genServer.start(['local', name], module, args);
      return pidOf(await started);
    });

  class Counter extends GenServer<number> {
    init(from: number) {
      return ok(from);
    }
    override handleCall(n: number, _from: From, count: number) {
      return reply(count + n, count + n);
    }
  }

  test('a call is answered from the state, which the reply changes', async () => {
    const pid = await serve(Counter, 10);
    expect(await a.run(async () => [await genServer.call(pid, 1), await genServer.call(pid, 2)])).toEqual([11, 13]);
  });

  test('a server is called by name and node, too', async () => {
    await serve(Counter, 1, 'counter');
    expect(await a.run(() => genServer.call(['counter', b.name], 1))).toBe(2);
  });

  class Collector extends GenServer<readonly unknown[]> {
    init() {
      return ok([]);
    }
    override handleCall(_request: 'all', _from: From, seen: readonly unknown[]) {
      return reply(seen, seen);
    }
    override handleCast(request: unknown, seen: readonly unknown[]) {
      return noreply([...seen, request]);
    }
    override handleInfo(info: unknown, seen: readonly unknown[]) {
      return noreply([...seen, ['info', info]]);
    }
  }

  test('casts and messages come in the order in which they were sent, before a later call', async () => {
    const pid = await serve(Collector, undefined);
    const seen = a.run(() => {
      expect(genServer.cast(pid, 1)).toBe('ok');
      send(pid, 2);
      genServer.cast(pid, 3);
      return genServer.call(pid, 'all');
    });
    expect(await seen).toEqual([1, ['info', 2], 3]);
  });

  test('a cast to nobody is ok', async () => {
    const pid = await serve(Collector, undefined);
    await a.run(() => genServer.stop(pid));
    await a.run(() => {
      expect(genServer.cast(pid, 'x')).toBe('ok');
      expect(genServer.cast('nobody', 'x')).toBe('ok');
      expect(genServer.cast(['nobody', b.name], 'x')).toBe('ok');
      expect(genServer.cast(['nobody', 'nowhere'], 'x')).toBe('ok');
    });
  });

  test('a call of a server that has ended exits with noproc and the call', async () => {
    const pid = await serve(Counter, 0);
    await a.run(async () => {
      await genServer.stop(pid);
      expect(await catchTerm(() => genServer.call(pid, 1))).toEqual([
        'EXIT',
        ['noproc', ['gen_server', 'call', [pid, 1]]],
      ]);
      const named = ['nobody', b.name] as const;
      expect(await catchTerm(() => genServer.call(named, 1, 500))).toEqual([
        'EXIT',
        ['noproc', ['gen_server', 'call', [named, 1, 500]]],
      ]);
    });
  });

  class Dying extends GenServer<null> {
    init() {
      return ok(null);
    }
    override handleCall(reason: unknown): never {
      return exit(reason);
    }
  }

  test.each(['boom', 'normal', 'shutdown', ['shutdown', 'x']])(
    'a call whose server ends meanwhile exits with the reason of that: %s',
    async (reason) => {
      const pid = await serve(Dying, undefined);
      expect(await a.run(() => catchTerm(() => genServer.call(pid, reason)))).toEqual([
        'EXIT',
        [reason, ['gen_server', 'call', [pid, reason]]],
      ]);
    },
  );

  /** Answers when it is told to, by a cast. */
  class Slow extends GenServer<{ readonly watcher: Address; readonly from?: From }> {
    init(watcher: Address) {
      return ok({ watcher });
    }
    override handleCall(request: unknown, from: From, { watcher }: { readonly watcher: Address }) {
      if (request === 'sync') return reply('synced', { watcher });
      send(watcher, 'asked');
      return noreply({ watcher, from });
    }
    override handleCast(value: unknown, { watcher, from }: { readonly watcher: Address; readonly from?: From }) {
      genServer.reply(from!, value);
      return noreply({ watcher });
    }
  }

  test('a reply that comes too late is dropped', async () => {
    await a.run(async () => {
      const pid = await serve(Slow, self());
      expect(await catchTerm(() => genServer.call(pid, 'x', 10))).toEqual([
        'EXIT',
        ['timeout', ['gen_server', 'call', [pid, 'x', 10]]],
      ]);
      await receive(on('asked', () => undefined));
      genServer.cast(pid, 'too late');
      // This reply comes behind the late one, on the same way.
      expect(await genServer.call(pid, 'sync')).toBe('synced');
      expect(waiting()).toEqual([]);
    });
  });

  test('a call is answered later, by reply', async () => {
    await a.run(async () => {
      const me = self();
      const pid = await serve(Slow, me);
      spawn(async () => send(me, ['answer', await genServer.call(pid, 'x')]));
      await receive(on('asked', () => undefined));
      genServer.cast(pid, 'later');
      expect(await receive(on(['answer', 'later'], () => 'answered'))).toBe('answered');
    });
  });

  test('the second reply to a call is dropped', async () => {
    class Twice extends GenServer<null> {
      init() {
        return ok(null);
      }
      override handleCall(request: unknown, from: From, state: null) {
        if (request === 'twice') genServer.reply(from, 'one');
        return reply('two', state);
      }
    }
    const pid = await serve(Twice, undefined);
    await a.run(async () => {
      expect(await genServer.call(pid, 'twice')).toBe('one');
      expect(await genServer.call(pid, 'once')).toBe('two');
      expect(waiting()).toEqual([]);
    });
  });

  class Stopping extends GenServer<Address> {
    init(watcher: Address) {
      return ok(watcher);
    }
    override handleCall(reason: unknown, _from: From, watcher: Address) {
      return stop(reason, 'bye', watcher);
    }
    override terminate(reason: unknown, watcher: Address) {
      send(watcher, ['terminate', reason]);
    }
  }

  test('a server that stops with a reply terminates first, replies, and ends', async () => {
    await a.run(async () => {
      const pid = await serve(Stopping, self());
      const ref = monitor('process', pid);
      expect(await genServer.call(pid, 'done')).toBe('bye');
      expect(waiting()[0]).toEqual(['terminate', 'done']);
      expect(await receive(on(down(ref), ([, , , , reason]) => reason))).toBe('done');
    });
  });

  test('stop waits until the server has terminated with the reason', async () => {
    await a.run(async () => {
      const pid = await serve(Stopping, self());
      expect(await genServer.stop(pid, 'why', 1000)).toBe('ok');
      expect(waiting()).toEqual([['terminate', 'why']]);
      expect(await catchTerm(() => genServer.stop(pid))).toEqual(['EXIT', 'noproc']);
      expect(await catchTerm(() => genServer.stop(['nobody', b.name]))).toEqual(['EXIT', 'noproc']);
    });
  });

  test('a server that a name passes on to is found under the name', async () => {
    const first = await serve(Counter, 0, 'counter');
    await a.run(() => genServer.stop(first));
    await serve(Counter, 100, 'counter');
    expect(await a.run(() => genServer.call(['counter', b.name], 1))).toBe(101);
  });
});

describe.each(topologies.filter(({ topology }) => topology !== 'local'))(
  'a node that is lost, $topology',
  ({ start }) => {
    class Mute extends GenServer<Address> {
      init(watcher: Address) {
        return ok(watcher);
      }
      override handleCall(_request: unknown, _from: From, watcher: Address) {
        send(watcher, 'asked');
        return noreply(watcher);
      }
    }

    test('a call under way, and one that comes after, exit with nodedown and the name of the node', async () => {
      const { a, b, stop: end } = await start();
      await a.run(async () => {
        const me = self();
        const pid = await b.run(async () => pidOf(await genServer.start(['local', 'mute'], Mute, me)));
        const call = catchTerm(() => genServer.call(pid, 'x'));
        await receive(on('asked', () => undefined));
        await b.stop();
        expect(await call).toEqual([
          'EXIT',
          [
            ['nodedown', 'b'],
            ['gen_server', 'call', [pid, 'x']],
          ],
        ]);
        const named = ['mute', 'b'] as const;
        expect(await catchTerm(() => genServer.call(named, 'x', 'infinity'))).toEqual([
          'EXIT',
          [
            ['nodedown', 'b'],
            ['gen_server', 'call', [named, 'x', 'infinity']],
          ],
        ]);
        expect(await catchTerm(() => genServer.stop(named, 'why'))).toEqual([
          'EXIT',
          [
            ['nodedown', 'b'],
            ['sys', 'terminate', [named, 'why', 'infinity']],
          ],
        ]);
      });
      await end();
    });
  },
);
