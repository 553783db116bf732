/** Servers under ['global', name]: started, called, cast to, stopped and restarted, from every node. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catchTerm, exit, on, receive, self, type Address, type From, type Node } from 'regent-otp';
import {
  type EventType,
  genEvent,
  GenEvent,
  genServer,
  GenServer,
  genStatem,
  GenStatem,
  global,
  noreply,
  ok,
  procLib,
  reply,
  sys,
} from 'regent-otp/behaviours';
import { supervisor, Supervisor } from 'regent-otp/supervisors';
import { startMemoryCluster } from 'regent-otp/testing';
import { endOf } from '../../supervisors/journal.js';
import { pidOf } from '../../support/pidOf.js';
import { eventually } from '../../support/eventually.js';
import { topologies, type Place } from '../../support/topologies.js';

const name = ['global', ['counter', 1]] as const;

class Counter extends GenServer<number> {
  init(from: number | 'bad') {
    return from === 'bad' ? (['stop', 'bad'] as const) : ok(from);
  }
  override handleCall(n: number, _from: From, count: number) {
    return reply(count + n, count + n);
  }
  override handleCast(n: number, count: number) {
    return noreply(count + n);
  }
}

class Light extends GenStatem<'off', null> {
  callbackMode() {
    return 'state_functions' as const;
  }
  init() {
    return ['ok', 'off', null] as const;
  }
  off(type: EventType, content: unknown, _data: null) {
    if (type[0] !== 'call') return 'keep_state_and_data';
    return ['keep_state_and_data', ['reply', type[1], ['off', content]]];
  }
}

/** Adds events up. */
class Sum extends GenEvent<number> {
  init(sum: number) {
    return ['ok', sum] as const;
  }
  handleEvent(event: number, sum: number) {
    return ['ok', sum + event] as const;
  }
  override handleCall(_request: unknown, sum: number) {
    return ['ok', sum, sum] as const;
  }
}

/** A supervisor of one counter with a global name. */
class CounterSup extends Supervisor {
  init() {
    return ['ok', [{}, [{ id: 'counter', start: [genServer, 'startLink', [name, Counter, 1]] }]]] as const;
  }
}

describe.each(topologies)('servers with global names, $topology', ({ start }) => {
  let place: Place;
  let a: Node;
  let b: Node;

  beforeEach(async () => {
    place = await start();
    ({ a, b } = place);
  });

  afterEach(() => place.stop());

  const serve = () => b.run(async () => pidOf(await genServer.start(name, Counter, 10)));

  test('a server is called, cast to, and found', async () => {
    const pid = await serve();
    await a.run(async () => {
      expect(await genServer.call(name, 1)).toBe(11);
      expect(genServer.cast(name, 5)).toBe('ok');
      expect(await genServer.call(['global', ['counter', 1]], 0, 1000)).toBe(16);
      expect(await genServer.receiveResponse(genServer.sendRequest(name, 1), 1000)).toEqual(['reply', 17]);
      expect(global.whereisName(['counter', 1])).toBe(pid);
      expect(await sys.getState(name)).toBe(17);
    });
  });

  test('a second start gives the process that is there, linked or not, on either node', async () => {
    const pid = await serve();
    const again = ['error', ['already_started', pid]];
    expect(await a.run(() => genServer.start(name, Counter, 1))).toEqual(again);
    expect(await b.run(() => genServer.startLink(name, Counter, 1))).toEqual(again);
  });

  test('of starts that race one is made, and the others hear of it', async () => {
    const results = await Promise.all([a, b, a, b].map((node) => node.run(() => genServer.start(name, Counter, 1))));
    const pid = pidOf(results.find((result) => result[0] === 'ok')!);
    expect(results.filter((result) => result[0] === 'ok')).toHaveLength(1);
    expect(results.filter((result) => result[0] !== 'ok')).toEqual(
      [1, 2, 3].map(() => ['error', ['already_started', pid]]),
    );
  });

  test('a server whose init fails leaves the name free', async () => {
    expect(await b.run(() => genServer.start(name, Counter, 'bad'))).toEqual(['error', 'bad']);
    expect((await a.run(() => genServer.start(name, Counter, 1)))[0]).toBe('ok');
  });

  test('a name that nobody has is noproc for calls and stops; casts are lost', async () => {
    await a.run(async () => {
      expect(await catchTerm(() => genServer.call(['global', 'nobody'], 1))).toEqual([
        'EXIT',
        ['noproc', ['gen_server', 'call', [['global', 'nobody'], 1]]],
      ]);
      expect(await catchTerm(() => genServer.stop(['global', 'nobody']))).toEqual(['EXIT', 'noproc']);
      expect(genServer.cast(['global', 'nobody'], 1)).toBe('ok');
      expect(await genServer.receiveResponse(genServer.sendRequest(['global', 'nobody'], 1), 1000)).toEqual([
        'error',
        ['noproc', ['global', 'nobody']],
      ]);
    });
  });

  test('after a stop the name is gone', async () => {
    await serve();
    await a.run(async () => {
      expect(await genServer.stop(name)).toBe('ok');
      await eventually(() => global.whereisName(name[1]) === undefined);
      expect((await genServer.start(name, Counter, 1))[0]).toBe('ok');
    });
  });

  test('a machine has a global name', async () => {
    await b.run(() => genStatem.start(['global', 'light'], Light, []));
    expect(await a.run(() => genStatem.call(['global', 'light'], 'state'))).toEqual(['off', 'state']);
  });

  test('a manager of events has a global name', async () => {
    const events = ['global', 'events'] as const;
    const pid = await b.run(async () => {
      const manager = pidOf(await genEvent.start(events));
      expect(await genEvent.start(events)).toEqual(['error', ['already_started', manager]]);
      await genEvent.addHandler(events, Sum, 1);
      return manager;
    });
    await a.run(async () => {
      expect(global.whereisName('events')).toBe(pid);
      expect(genEvent.notify(events, 2)).toBe('ok');
      expect(await genEvent.syncNotify(events, 3)).toBe('ok');
      expect(await genEvent.call(events, a === b ? Sum : 'Sum', 'sum')).toBe(6);
      expect(await genEvent.stop(events)).toBe('ok');
      await eventually(() => global.whereisName('events') === undefined);
      expect(genEvent.notify(events, 4)).toBe('ok');
      expect(await catchTerm(() => genEvent.call(events, 'Sum', 'sum'))).toEqual([
        'EXIT',
        ['noproc', ['gen_event', 'call', [events, 'Sum', 'sum']]],
      ]);
    });
  });

  test('a supervisor with a global name starts a server under its global name again', async () => {
    const ended = b.spawn(async () => {
      await supervisor.startLink(['global', 'sup'], CounterSup, []);
      await receive(on('stop', () => 'ok'));
    });
    await a.run(async () => {
      await eventually(() => global.whereisName(name[1]) !== undefined);
      const pid = global.whereisName(name[1])!;
      expect(await genServer.call(name, 41)).toBe(42);
      expect(await supervisor.countChildren(['global', 'sup'])).toContainEqual(['active', 1]);
      expect(await endOf(pid, () => exit(pid, 'kill'))).toBe('killed');
      await eventually(() => ![undefined, pid].includes(global.whereisName(name[1])));
      expect(await genServer.call(name, 0)).toBe(1);
    });
    b.send(ended, 'stop');
  });

  test('a process that has the name goes on as a server with enterLoop; without the name it exits', async () => {
    const enter = async (isRegistered: boolean) => {
      if (isRegistered) await global.registerName('entered', self());
      procLib.initAck(['ok', self()]);
      return genServer.enterLoop(Counter, [], 5, ['global', 'entered']);
    };
    await b.run(async () => {
      const [, lost] = (await procLib.start(enter, [false])) as readonly ['ok', Address];
      expect(['process_not_registered_globally', 'noproc']).toContain(await endOf(lost));
      await procLib.start(enter, [true]);
    });
    expect(await a.run(() => genServer.call(['global', 'entered'], 1))).toBe(6);
  });
});

test('a server whose node is lost during a call: noproc, as if the loss had been known', async () => {
  const { nodes, stop } = await startMemoryCluster(['a', 'b']);
  class Silent extends GenServer<null> {
    init() {
      return ok(null);
    }
    override handleCall(_request: 'wait', _from: From, state: null) {
      void nodes.b.stop();
      return noreply(state);
    }
  }
  await nodes.b.run(() => genServer.start(['global', 'silent'], Silent, []));
  expect(await nodes.a.run(() => catchTerm(() => genServer.call(['global', 'silent'], 'wait')))).toEqual([
    'EXIT',
    ['noproc', ['gen_server', 'call', [['global', 'silent'], 'wait']]],
  ]);
  await stop();
});
