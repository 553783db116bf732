/** Starting a server: under names, with options, and all the ways in which it can fail. */
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import {
  catchTerm,
  down,
  error,
  exit,
  isProcessAlive,
  on,
  processFlag,
  processInfo,
  receive,
  register,
  self,
  send,
  spawn,
  unlink,
  whereis,
  type Address,
} from 'regent-otp';
import { genServer, GenServer, ok, procLib, reply, type ViaRegistry } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';

/** A server whose init does what it is told. */
class Told extends GenServer<unknown> {
  init(tell: () => any): any {
    return tell();
  }
  override handleCall(_request: unknown, _from: unknown, state: unknown) {
    return reply(state, state);
  }
}

const up = () => ok('state');

describe('a start', () => {
  test('gives the address once init is done', async () => {
    await startTestNode().run(async () => {
      const pid = pidOf(await genServer.start(Told, up));
      expect(await genServer.call(pid, 'state')).toBe('state');
      expect(processInfo(pid, 'links')).toEqual(['links', []]);
    });
  });

  /** An init that tells its owner of the process, and waits to be let go on. */
  const patient = (owner: Address) => async () => {
    send(owner, ['init', self()]);
    await receive(on('go', () => undefined));
    return ok('late');
  };
  const initialising = () => receive(on(['init', P._], ([, pid]) => pid as Address));

  test('waits for an asynchronous init', async () => {
    await startTestNode().run(async () => {
      const started = genServer.start(Told, patient(self()));
      send(await initialising(), 'go');
      expect(await genServer.call(pidOf(await started), 'state')).toBe('late');
    });
  });

  test('goes on without its starter, if that dies and is not linked', async () => {
    await startTestNode().run(async () => {
      const me = self();
      const starter = spawn(() => genServer.start(Told, patient(me)));
      const pid = await initialising();
      exit(starter, 'kill');
      send(pid, 'go');
      expect(await genServer.call(pid, 'state')).toBe('late');
    });
  });

  test('ends with its starter, if that is linked', async () => {
    await startTestNode().run(async () => {
      const me = self();
      const starter = spawn(() => genServer.startLink(Told, patient(me)));
      const pid = await initialising();
      const ended = endOf(pid);
      exit(starter, 'kill');
      expect(await ended).toBe('killed');
    });
  });

  test.each([
    ['ignore', () => 'ignore', 'ignore'],
    ['stop', () => ['stop', 'why'], ['error', 'why']],
    ['error', () => ['error', 'why'], ['error', 'why']],
    ['an exit', () => exit('why'), ['error', 'why']],
    ['an error', () => error('bad'), ['error', ['bad', expect.any(Error)]]],
    [
      'a throw',
      () => {
        throw ['stop', 'thrown'];
      },
      ['error', 'thrown'],
    ],
    ['a bad value', () => 'wrong', ['error', ['bad_return_value', 'wrong']]],
    ['a bad action', () => ['ok', 's', -1], ['error', ['bad_return_value', ['ok', 's', -1]]]],
    ['an asynchronous stop', () => Promise.resolve(['stop', 'later']), ['error', 'later']],
    [
      'an asynchronous error',
      () => Promise.reject(new Error('later')),
      ['error', [expect.any(Error), expect.any(Error)]],
    ],
  ])('whose init gives %s fails and leaves nothing behind', async (_, init, result) => {
    await startTestNode().run(async () => {
      processFlag('trap_exit', true);
      expect(await genServer.startLink(['local', 'told'], Told, init)).toEqual(result);
      expect(whereis('told')).toBe(undefined);
      expect(await genServer.startMonitor(Told, init)).toEqual(result);
      expect(await genServer.start(Told, init)).toEqual(result);
      expect(waiting()).toEqual([]);
      expect(processInfo(self(), 'links')).toEqual(['links', []]);
    });
  });

  test('of a class without init fails with undef', async () => {
    // @ts-expect-error -- a module without init
    class NoInit extends GenServer<null> {}
    await startTestNode().run(async () => {
      const start = genServer.start as (...args: unknown[]) => Promise<unknown>;
      expect(await start(NoInit, [])).toEqual(['error', ['undef', expect.any(Error)]]);
    });
  });

  test('ends a caller that is linked and does not trap exits, if init stops abnormally', async () => {
    await startTestNode().run(async () => {
      const caller = spawn(() => genServer.startLink(Told, () => ['stop', 'why']));
      expect(await endOf(caller)).toBe('why');
      const survivor = spawn(async () => {
        await genServer.startLink(Told, () => ['stop', 'normal']);
        await genServer.startLink(Told, () => 'ignore');
        await genServer.startLink(Told, () => ['error', 'why']);
        exit('survived');
      });
      expect(await endOf(survivor)).toBe('survived');
    });
  });

  test('that takes too long is given up, and the process is killed', async () => {
    const clock = new VirtualClock();
    await startTestNode({ clock }).run(async () => {
      processFlag('trap_exit', true);
      let pid: Address | undefined;
      const hang = () => {
        pid = self();
        return forever();
      };
      const started = genServer.startLink(Told, hang, [['timeout', 30]]);
      await clock.elapse(29);
      expect(isProcessAlive(pid!)).toBe(true);
      await clock.elapse(1);
      expect(await started).toEqual(['error', 'timeout']);
      expect(isProcessAlive(pid!)).toBe(false);
      expect(waiting()).toEqual([]);
    });
  });
});

describe('startMonitor', () => {
  test('gives the reference of a monitor of the caller', async () => {
    await startTestNode().run(async () => {
      const [pid, ref] = pidOf(await genServer.startMonitor(Told, up));
      await genServer.stop(pid, 'why');
      expect(await receive(on(down(ref), (message) => message))).toEqual(['DOWN', ref, 'process', pid, 'why']);
    });
  });
});

describe('a name', () => {
  test('is registered before init runs', async () => {
    await startTestNode().run(async () => {
      const pid = pidOf(await genServer.start(['local', 'told'], Told, () => ok(whereis('told') === self())));
      expect(await genServer.call('told', 'state')).toBe(true);
      expect(whereis('told')).toBe(pid);
    });
  });

  test('that is taken is told, with its holder, and init does not run', async () => {
    await startTestNode().run(async () => {
      register('told', self());
      const init = () => exit('not to be run');
      expect(await genServer.start(['local', 'told'], Told, init)).toEqual(['error', ['already_started', self()]]);
    });
  });

  test('that two starts race for goes to one of them', async () => {
    await startTestNode().run(async () => {
      const start = () => genServer.start(['local', 'told'], Told, up);
      const [first, second] = await Promise.all([start(), start()]);
      const pid = pidOf(first);
      expect(second).toEqual(['error', ['already_started', pid]]);
    });
  });

  test('in a registry is asked for by its contract, which may be asynchronous', async () => {
    const names = new Map<unknown, Address>();
    const slowRegistry: ViaRegistry = {
      async registerName(key, pid) {
        await Promise.resolve();
        if (names.has(key)) return 'no';
        names.set(key, pid);
        return 'yes';
      },
      unregisterName: (key) => names.delete(key),
      whereisName: (key) => names.get(key),
      send: (key, message) => send(names.get(key) ?? exit(['badarg', [key, message]]), message),
    };
    await startTestNode().run(async () => {
      const name = ['via', slowRegistry, ['told', 1]] as const;
      const [first, second] = await Promise.all([genServer.start(name, Told, up), genServer.start(name, Told, up)]);
      const pid = pidOf(first);
      expect(second[0]).toBe('error');
      expect(pid).toBeDefined();
      const failing = ['via', slowRegistry, 'failing'] as const;
      expect(await genServer.start(failing, Told, () => ['stop', 'why'])).toEqual(['error', 'why']);
      expect(names.has('failing')).toBe(false);
      expect(genServer.cast(['via', slowRegistry, 'nobody'], 'x')).toBe('ok');
      const nobody = ['via', slowRegistry, 'nobody'] as const;
      expect(await catchTerm(() => genServer.call(nobody, 'x'))).toEqual([
        'EXIT',
        ['noproc', ['gen_server', 'call', [nobody, 'x']]],
      ]);
    });
  });
});

describe('arguments', () => {
  test.each([
    ['a name that is none', ['told', Told, up], 'name'],
    ['a local name that is no text', [['local', 1], Told, up], 'name'],
    ['a module that is none', [['local', 'told'], 'Told', up], 'module'],
    ['a timeout that is none', [Told, up, { timeout: -1 }], 'options.timeout'],
    ['options that are none', [Told, up, 'fast'], 'options'],
    ['the option to monitor', [Told, up, [['spawn_opt', ['monitor']]]], 'options'],
    ['an unknown option of spawning', [Told, up, { spawn_opt: ['loud'] }], 'options'],
    ['debug options that are none', [Told, up, { debug: 'trace' }], 'debug'],
  ])('%s raises badarg, which names it', async (_, args, named) => {
    await startTestNode().run(async () => {
      const start = genServer.start as (...given: unknown[]) => Promise<unknown>;
      const raised = await start(...args).catch((thrown: unknown) => thrown);
      expect(raised).toMatchObject({ reason: 'badarg', message: expect.stringContaining(named) });
    });
  });

  test('options are pairs or an object; those for the Erlang VM alone do nothing; link links', async () => {
    await startTestNode().run(async () => {
      const options = [
        ['timeout', 1000],
        ['spawn_opt', ['link', ['priority', 'high']]],
      ] as const;
      const pid = pidOf(await genServer.start(Told, up, options));
      expect(processInfo(self(), 'links')).toEqual(['links', [pid]]);
      unlink(pid);
      // It is no parent for that.
      const other = pidOf(await genServer.start(Told, up, { timeout: 1000, spawn_opt: ['link'] }));
      expect(processInfo(self(), 'links')).toEqual(['links', [other]]);
    });
  });
});

test('a server knows its ancestors and its initial call, and shows them', async () => {
  await startTestNode().run(async () => {
    const me = self();
    const init = async () => {
      const child = pidOf(await genServer.start(Told, up));
      return ok(child);
    };
    const pid = pidOf(await genServer.start(Told, init));
    const child = (await genServer.call(pid, 'state')) as Address;
    expect(processInfo(pid, 'dictionary')).toEqual([
      'dictionary',
      [
        ['$initial_call', ['Told', 'init', 1]],
        ['$ancestors', [me]],
      ],
    ]);
    expect(Object.fromEntries(processInfo(child, 'dictionary')![1] as [string, unknown][])['$ancestors']).toEqual([
      pid,
      me,
    ]);
    expect(procLib.initialCall(pid)).toEqual(['Told', 'init', ['Argument__1']]);
  });
});

test('outside of any process nothing can be started', async () => {
  await expect(genServer.start(Told, up)).rejects.toThrow('needs a process');
});
