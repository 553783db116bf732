/** How a server ends: by itself, with its parent, by exit signals; what terminate sees; and what is told of it. */
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import {
  catchTerm,
  error,
  exit,
  link,
  node,
  on,
  processFlag,
  put,
  receive,
  register,
  self,
  send,
  spawn,
  type Address,
  type CrashEvent,
  type From,
  type Node,
  type ReportEvent,
} from 'regent-otp';
import { genServer, GenServer, noreply, ok, procLib, reply, stop, type Status } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';

interface Last {
  readonly owner: Address;
  readonly traps?: boolean;
  readonly terminate?: () => unknown;
}

/** A server that tells its owner what it hears, and how it terminates. */
class Mortal extends GenServer<Last> {
  init(last: Last) {
    processFlag('trap_exit', last.traps === true);
    return ok(last);
  }
  override handleCall(request: unknown, _from: From, last: Last) {
    return request === 'stop' ? stop('done', 'bye', last) : reply(request, last);
  }
  override handleCast(reason: unknown, last: Last) {
    return stop(reason, last);
  }
  override async handleInfo(info: unknown, last: Last) {
    if (info === 'block') await receive(on('unblock', () => undefined));
    else send(last.owner, ['info', info]);
    return noreply(last);
  }
  override terminate(reason: unknown, { owner, terminate }: Last) {
    send(owner, ['terminate', reason]);
    return terminate?.();
  }
}

const mortal = async (more: Partial<Last> = {}) => pidOf(await genServer.start(Mortal, { owner: self(), ...more }));

describe('terminate', () => {
  test.each([
    ['returns anything', () => 'anything', 'a'],
    [
      'throws a value',
      () => {
        throw 'x';
      },
      'a',
    ],
    ['exits', () => exit('b'), 'b'],
    ['raises an error', () => error('c'), ['c', expect.any(Error)]],
    ['returns a promise', () => Promise.resolve('anything'), 'a'],
    ['rejects', () => Promise.reject(new TypeError('d')), [expect.any(TypeError), expect.any(Error)]],
    ['rejects with a value', () => Promise.reject('x'), 'a'],
  ])('that %s', async (_, terminate, reason) => {
    await startTestNode().run(async () => {
      const pid = await mortal({ terminate });
      genServer.cast(pid, 'a');
      expect(await endOf(pid)).toEqual(reason);
      expect(waiting()).toEqual([['terminate', 'a']]);
    });
  });

  test('that fails does not keep the last reply back', async () => {
    await startTestNode().run(async () => {
      const pid = await mortal({ terminate: () => exit('failed') });
      const ended = endOf(pid);
      expect(await genServer.call(pid, 'stop')).toBe('bye');
      expect(await ended).toBe('failed');
    });
  });

  test('that fails makes stop exit with that reason', async () => {
    await startTestNode().run(async () => {
      const pid = await mortal({ terminate: () => exit('other') });
      expect(await catchTerm(() => genServer.stop(pid))).toEqual(['EXIT', 'other']);
    });
  });
});

describe('the parent of a server', () => {
  /** Starts a server from a process that ends when it is told to. */
  async function parentAnd(last: Partial<Last>) {
    const owner = self();
    const parent = spawn(async () => {
      send(owner, ['server', pidOf(await genServer.startLink(Mortal, { owner, ...last }))]);
      return receive(on(['exit', P._], ([, reason]) => exit(reason)));
    });
    const pid = await receive(on(['server', P._], ([, server]) => server as Address));
    return { parent, pid };
  }

  test.each(['gone', 'normal', 'shutdown'])(
    'takes it along when it ends with %s, through terminate if it traps exits',
    async (reason) => {
      await startTestNode().run(async () => {
        const { parent, pid } = await parentAnd({ traps: true });
        const ended = endOf(pid);
        send(parent, ['exit', reason]);
        expect(await ended).toBe(reason);
        expect(waiting()).toEqual([['terminate', reason]]);
      });
    },
  );

  test('takes it along without terminate if it does not trap exits, but not when it ends normally', async () => {
    await startTestNode().run(async () => {
      const { parent, pid } = await parentAnd({});
      const ended = endOf(pid);
      send(parent, ['exit', 'gone']);
      expect(await ended).toBe('gone');
      expect(waiting()).toEqual([]);
      const other = await parentAnd({});
      const parentEnded = endOf(other.parent);
      send(other.parent, ['exit', 'normal']);
      await parentEnded;
      expect(await genServer.call(other.pid, 'alive')).toBe('alive');
    });
  });

  test('ends it behind the messages that came before', async () => {
    await startTestNode().run(async () => {
      const { parent, pid } = await parentAnd({ traps: true });
      const ended = endOf(pid);
      const parentEnded = endOf(parent);
      send(pid, 'block');
      send(pid, 'first');
      send(parent, ['exit', 'gone']);
      await parentEnded;
      send(pid, 'too late');
      send(pid, 'unblock');
      expect(await ended).toBe('gone');
      expect(waiting()).toEqual([
        ['info', 'first'],
        ['terminate', 'gone'],
      ]);
    });
  });
});

describe('an exit signal', () => {
  test('of another than the parent is a message to a server that traps exits, shutdown too', async () => {
    await startTestNode().run(async () => {
      const pid = await mortal({ traps: true });
      const other = spawn(() => (link(pid), exit('r')));
      await endOf(other);
      exit(pid, 'shutdown');
      expect(await genServer.call(pid, 'alive')).toBe('alive');
      expect(waiting()).toEqual([
        ['info', ['EXIT', other, 'r']],
        ['info', ['EXIT', self(), 'shutdown']],
      ]);
    });
  });

  test('ends one that does not trap them, without terminate', async () => {
    await startTestNode().run(async () => {
      const pid = await mortal();
      const ended = endOf(pid);
      exit(pid, 'shutdown');
      expect(await ended).toBe('shutdown');
      expect(waiting()).toEqual([]);
    });
  });

  test('of a server without a parent to itself ends it through terminate', async () => {
    await startTestNode().run(async () => {
      const pid = await mortal({ traps: true });
      const ended = endOf(pid);
      send(pid, 'block');
      send(pid, ['EXIT', pid, 'by itself']);
      send(pid, 'unblock');
      expect(await ended).toBe('by itself');
      expect(waiting()).toEqual([['terminate', 'by itself']]);
    });
  });
});

/** What a node tells while something runs on it. */
async function toldBy(host: Node, run: () => Promise<void>) {
  const told: (CrashEvent | ReportEvent)[] = [];
  host.on('report', (report) => told.push(report)).on('crash', (crash) => told.push(crash));
  await host.run(run);
  return told;
}

describe('a report', () => {
  test.each(['normal', 'shutdown', ['shutdown', 'x']])('is not made of an end with %s', async (reason) => {
    const told = await toldBy(startTestNode(), async () => {
      const pid = await mortal();
      genServer.cast(pid, reason);
      await endOf(pid);
    });
    expect(told).toEqual([]);
  });

  test('tells the last message, the state and the reason; the crash of the process follows', async () => {
    let pid: Address | undefined;
    let owner: Address | undefined;
    const told = await toldBy(startTestNode(), async () => {
      owner = self();
      pid = pidOf(await genServer.start(['local', 'mortal'], Mortal, { owner }));
      genServer.cast(pid, 'boom');
      await endOf(pid);
    });
    const report = {
      level: 'error',
      label: ['gen_server', 'terminate'],
      pid,
      name: 'mortal',
      last_message: ['$gen_cast', 'boom'],
      state: { owner },
      log: [],
      reason: 'boom',
      client_info: undefined,
      process_label: undefined,
    };
    expect(told).toEqual([
      report,
      {
        pid,
        name: 'mortal',
        initialCall: ['Mortal', 'init', 1],
        reason: 'boom',
        report,
        error_info: ['exit', 'boom', []],
        ancestors: [owner],
        process_label: undefined,
        messages: [],
        links: [],
        dictionary: [],
        trap_exit: false,
        neighbours: [],
      },
    ]);
  });

  test('of a call tells the request and the client', async () => {
    class Failing extends GenServer<string> {
      init() {
        put('colour', 'red');
        procLib.setLabel('the failing one');
        return ok('state');
      }
      override handleCall(request: unknown): never {
        return error(request);
      }
    }
    let client: Address | undefined;
    const [report, crash] = await toldBy(startTestNode(), async () => {
      client = self();
      register('client', client);
      const pid = pidOf(await genServer.start(Failing, undefined));
      await catchTerm(() => genServer.call(pid, 'badarith'));
    });
    expect(report).toMatchObject({
      last_message: 'badarith',
      state: 'state',
      reason: ['badarith', expect.any(Error)],
      client_info: [client, ['client', []]],
      process_label: 'the failing one',
    });
    expect(crash).toMatchObject({
      reason: ['badarith', expect.any(Error)],
      error_info: ['error', 'badarith', expect.any(Error)],
      ancestors: ['client'],
      dictionary: [['colour', 'red']],
      process_label: 'the failing one',
    });
  });

  test('of an init that fails is a crash alone', async () => {
    class Unable extends GenServer<null> {
      init(reason: unknown) {
        return ['stop', reason] as const;
      }
    }
    const told = await toldBy(startTestNode(), async () => {
      await genServer.start(Unable, 'no disk');
      await genServer.start(Unable, 'normal');
    });
    expect(told).toMatchObject([{ reason: 'no disk', initialCall: ['Unable', 'init', 1] }]);
  });

  test('names the neighbours that end too: linked, directly or not, and not trapping exits', async () => {
    let neighbours: readonly unknown[] = [];
    const [, crash] = await toldBy(startTestNode(), async () => {
      processFlag('trap_exit', true);
      const me = self();
      const pid = pidOf(await genServer.startLink(Mortal, { owner: me }));
      const far = spawn(forever);
      const near = spawn(() => (link(pid), link(far), send(me, 'linked'), forever()));
      await receive(on('linked', () => undefined));
      neighbours = [near, far];
      genServer.cast(pid, 'boom');
      await endOf(pid);
    });
    expect(crash?.['neighbours']).toEqual(neighbours);
  });

  test('shows what formatStatus makes of it; one that fails hides nothing', async () => {
    class Secretive extends GenServer<{ readonly password: string }> {
      init(password: string) {
        return ok({ password });
      }
      override formatStatus(status: Status): Status {
        if ((status.state as { password: string }).password === 'broken') throw new Error('broken');
        return { ...status, state: 'hidden', message: 'hidden too' };
      }
      override handleCast(reason: unknown, state: { readonly password: string }) {
        return stop(reason, state);
      }
    }
    const told = await toldBy(startTestNode(), async () => {
      for (const password of ['secret', 'broken']) {
        const pid = pidOf(await genServer.start(Secretive, password));
        genServer.cast(pid, 'boom');
        await endOf(pid);
      }
    });
    expect(told[0]).toMatchObject({ state: 'hidden', last_message: 'hidden too', reason: 'boom' });
    expect(told[2]).toMatchObject({ state: 'Secretive:format_status/1 crashed', reason: 'boom' });
  });

  test('is made of an orderly end whose terminate fails', async () => {
    const told = await toldBy(startTestNode(), async () => {
      const pid = await mortal({ terminate: () => exit('normal') });
      genServer.cast(pid, 'shutdown');
      await endOf(pid);
    });
    expect(told).toMatchObject([{ label: ['gen_server', 'terminate'], reason: 'normal' }]);
  });

  test('tells whether the client is dead', async () => {
    class Late extends GenServer<null> {
      init() {
        return ok(null);
      }
      override async handleCall(_request: unknown, [client]: From): Promise<never> {
        exit(client, 'kill');
        return exit('boom');
      }
    }
    let client: Address | undefined;
    const [report] = await toldBy(startTestNode(), async () => {
      const pid = pidOf(await genServer.start(Late, undefined));
      const ended = endOf(pid);
      client = spawn(() => genServer.call(pid, node()));
      await ended;
    });
    expect(report).toMatchObject({ client_info: [client, 'dead'] });
  });
});
