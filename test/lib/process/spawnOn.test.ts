/** Processes that are started by the names of what they run: on this node, in memory and over TLS. */
import { P } from 'ts-pattern';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  Address,
  after,
  demonitor,
  down,
  exit,
  exitFrom,
  get,
  groupLeader,
  isProcessAlive,
  monitor,
  node as here,
  on,
  processFlag,
  processInfo,
  receive,
  register,
  self,
  send,
  spawn,
  spawnLink,
  spawnMonitor,
  spawnOpt,
  spawnRequest,
  spawnRequestAbandon,
  type Node,
  type SpawnOption,
  type SpawnRequestOption,
} from 'regent-otp';
import { startMemoryCluster } from 'regent-otp/testing';
import { eventually } from '../../support/eventually.js';
import { waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { topologies, type Place } from '../../support/topologies.js';

/** What the server's node exports. */
const bank = {
  tell: (pid: Address, what: unknown) => send(pid, what),
  look: (pid: Address) => send(pid, [self(), processInfo(self(), ['parent', 'group_leader', 'initial_call', 'links'])]),
  exit: (reason: unknown) => exit(reason),
  wait: async () => {
    for (;;) await receive(on(['exit', P._], ([, reason]) => exit(reason)));
  },
  trap: async (pid: Address, name: string) => {
    processFlag('trap_exit', true);
    register(name, self());
    await receive(on(P._, (message) => send(pid, ['saw', message])));
  },
};

describe.each(topologies)('$topology', ({ start }) => {
  let place: Place;
  let to: string;

  beforeEach(async () => {
    place = await start();
    to = place.b.name;
    place.b.export('bank', bank);
  });

  afterEach(() => place.stop());

  const inA = <T>(action: () => T | PromiseLike<T>) => place.a.run(action);
  const next = () => receive(on(P._, (message) => message));

  test('spawn gives the address of a process there, which has started', async () => {
    await inA(async () => {
      const pid = await spawn(to, 'bank', 'look', [self()]);
      expect(pid.node).toBe(to);
      expect(await next()).toEqual([
        pid,
        [
          ['parent', self()],
          ['group_leader', groupLeader()],
          ['initial_call', ['bank', 'look', 1]],
          ['links', []],
        ],
      ]);
      expect(waiting()).toEqual([]);
    });
  });

  test('spawnLink binds it with the caller from the start', async () => {
    await inA(async () => {
      processFlag('trap_exit', true);
      const pid = await spawnLink(to, 'bank', 'wait', []);
      expect(processInfo(self(), 'links')).toEqual(['links', [pid]]);
      send(pid, ['exit', 'r']);
      expect(await next()).toEqual(['EXIT', pid, 'r']);
      const gone = await spawnLink(to, 'bank', 'exit', ['at once']);
      expect(await next()).toEqual(['EXIT', gone, 'at once']);
    });
  });

  test('the end of the caller is the end of a linked process', async () => {
    await inA(async () => {
      const parent = spawn(async () => {
        const pid = await spawnLink(to, 'bank', 'wait', []);
        const ref = spawnMonitor(async () => {
          monitor('process', pid);
          await receive(on(['DOWN', P._, 'process', pid, P._], ([, , , , reason]) => send('waiter', reason)));
        });
        expect(ref).toBeDefined();
        await receive(on('end', () => exit('over')));
      });
      register('waiter', self());
      await eventually(() => waitingFor(parent));
      send(parent, 'end');
      expect(await next()).toBe('over');
    });
  });

  const waitingFor = (pid: Address) =>
    processInfo(pid, 'status')?.[1] === 'waiting' && (processInfo(pid, 'links')?.[1]?.length ?? 0) > 0;

  test('spawnMonitor tells with the real reason of one that ends at once', async () => {
    await inA(async () => {
      const [pid, ref] = await spawnMonitor(to, 'bank', 'exit', ['done']);
      expect(await next()).toEqual(['DOWN', ref, 'process', pid, 'done']);
      const [other, otherRef] = await spawnMonitor(to, 'bank', 'wait', []);
      expect(processInfo(self(), 'monitors')).toEqual(['monitors', [['process', other]]]);
      expect(demonitor(otherRef, ['info'])).toBe(true);
      exit(other, 'kill');
      await receive(after(5, () => undefined));
      expect(waiting()).toEqual([]);
    });
  });

  test('spawnOpt takes both bonds, and options of the monitor', async () => {
    await inA(async () => {
      processFlag('trap_exit', true);
      const [pid, ref] = (await spawnOpt(to, 'bank', 'exit', ['bye'], ['link', ['monitor', [['tag', 'T']]]])) as [
        Address,
        unknown,
      ];
      expect(new Set([await next(), await next()])).toEqual(
        new Set([
          ['EXIT', pid, 'bye'],
          ['T', ref, 'process', pid, 'bye'],
        ]),
      );
      expect(await spawnOpt(to, 'bank', 'wait', [], [['priority', 'high']])).toBeInstanceOf(Address);
      await expect(spawnOpt(to, 'bank', 'wait', [], ['bad' as 'link'])).rejects.toMatchObject({ reason: 'badarg' });
    });
  });

  test.each(['nothing', '__proto__', 'constructor', 'toString'])(
    'what is not exported is undef, and the stack names it: bank:%s',
    async (fun) => {
      const crash = new Promise((resolve) => place.b.on('crash', ({ reason }) => resolve(reason)));
      await inA(async () => {
        const [pid, ref] = await spawnMonitor(to, 'bank', fun, [1, 2]);
        const undef = [
          'undef',
          expect.objectContaining({ stack: expect.stringContaining(`at bank:${fun}/2`) as string }),
        ];
        expect(await next()).toEqual(['DOWN', ref, 'process', pid, undef]);
        expect(await crash).toEqual(undef);
      });
    },
  );

  test.each(['__proto__', 'constructor', 'erlang', 'Object', 'erpc', ''])(
    'nor is there a module that was not exported: %j',
    async (module) => {
      await inA(async () => {
        const [, ref] = await spawnMonitor(to, module, 'hasOwnProperty', []);
        const reason = await receive(on(down(ref), ([, , , , why]) => why));
        expect(reason).toEqual(['undef', expect.any(Error)]);
      });
    },
  );

  test('what was exported is taken back', async () => {
    await inA(async () => {
      place.b.unexport('bank', ['tell']);
      const [, ref] = await spawnMonitor(to, 'bank', 'tell', [self(), 'x']);
      expect(await receive(on(down(ref), ([, , , , why]) => (why as readonly unknown[])[0]))).toBe('undef');
      await spawn(to, 'bank', 'look', [self()]);
      await next();
      place.b.unexport('bank');
      const [, again] = await spawnMonitor(to, 'bank', 'look', [self()]);
      expect(await receive(on(down(again), ([, , , , why]) => (why as readonly unknown[])[0]))).toBe('undef');
    });
  });

  describe('spawnRequest', () => {
    const ask = (fun: string, args: readonly unknown[], options?: readonly SpawnRequestOption[]) =>
      spawnRequest(to, 'bank', fun, args, options);

    test('goes on at once; the answer comes before all else of the process', async () => {
      await inA(async () => {
        const ref = ask('tell', [self(), 'first words'], ['monitor']);
        expect(waiting().length).toBeLessThanOrEqual(place.a === place.b ? 1 : 0);
        const [, , , pid] = (await next()) as [string, unknown, string, Address];
        expect(pid).toBeInstanceOf(Address);
        expect(await next()).toBe('first words');
        expect(await next()).toEqual(['DOWN', ref, 'process', pid, 'normal']);
      });
    });

    test.each([
      [['reply', 'no'], []],
      [['reply', 'error_only'], []],
      [['reply', 'success_only'], ['spawn_reply']],
      [['reply_tag', 'started'], ['started']],
    ] as const)('answers as it was asked to: %j', async (option, tags) => {
      await inA(async () => {
        ask('tell', [self(), 'end'], [option]);
        const seen: unknown[] = [];
        for (let message = await next(); message !== 'end'; message = await next()) {
          seen.push((message as readonly unknown[])[0]);
        }
        expect(seen).toEqual(tags);
      });
    });

    test.each([['foo'], [['reply', 'foo']], [['monitor', 'foo']], [['unknown', 1]]])(
      'tells of an option that is none: %j',
      async (option) => {
        await inA(() => {
          const bad = option as unknown as SpawnRequestOption;
          const ref = ask('wait', [], [['reply_tag', 't'], bad]);
          ask('wait', [], [['reply', 'no'], bad]);
          expect(waiting()).toEqual([['t', ref, 'error', 'badopt']]);
        });
      },
    );

    test('can be abandoned until it is answered; a linked process ends then', async () => {
      await inA(async () => {
        register('parent', self());
        const ref = ask('trap', [self(), 'trapping'], ['link', 'monitor']);
        if (place.a === place.b) {
          expect(spawnRequestAbandon(ref)).toBe(false);
          return;
        }
        expect(spawnRequestAbandon(ref)).toBe(true);
        expect(spawnRequestAbandon(ref)).toBe(false);
        expect(processInfo(self(), 'links')).toEqual(['links', []]);
        expect(demonitor(ref, ['info'])).toBe(false);
        await spawn(to, 'bank', 'tell', [self(), 'later']);
        expect(await next()).toBe('later');
        expect(waiting()).toEqual([]);
      });
    });

    test('of a caller that has ended meanwhile ends a linked process with its reason', async () => {
      if (place.a === place.b) return;
      await inA(async () => {
        const me = self();
        spawn(() => {
          ask('trap', [me, 'trapping'], ['link']);
          exit('boom');
        });
        expect(await next()).toEqual(['saw', ['EXIT', expect.any(Address), 'boom']]);
      });
    });
  });

  test('a process that nobody has exported the module for does not see the dictionary of its parent', async () => {
    place.b.export('peek', { peek: (pid: Address) => send(pid, get()) });
    await inA(async () => {
      await spawn(to, 'peek', 'peek', [self()]);
      expect(await next()).toEqual([]);
    });
  });
});

describe('a node that cannot be reached', () => {
  test('gives a process of this one, which ends with noconnection once it can be watched', async () => {
    await startTestNode().run(async () => {
      processFlag('trap_exit', true);
      const pid = await spawn('nowhere', 'bank', 'wait', []);
      expect([pid.node, isProcessAlive(pid)]).toEqual([here(), true]);
      const ref = monitor('process', pid);
      expect(await receive(on(down(ref), ([, , , , reason]) => reason))).toBe('noconnection');
      const linked = await spawnLink('nowhere', 'bank', 'wait', []);
      expect(await receive(on(exitFrom(linked), ([, , reason]) => reason))).toBe('noconnection');
      const [, other] = await spawnMonitor('nowhere', 'bank', 'wait', []);
      expect(await receive(on(down(other), ([, , , , reason]) => reason))).toBe('noconnection');
    });
  });

  test('is the answer to a request', async () => {
    await startTestNode().run(() => {
      const ref = spawnRequest('nowhere', 'bank', 'wait', [], ['link', 'monitor']);
      spawnRequest('nowhere', 'bank', 'wait', [], [['reply', 'success_only']]);
      expect(waiting()).toEqual([['spawn_reply', ref, 'error', 'noconnection']]);
      expect(processInfo(self(), ['links', 'monitors'])).toEqual([
        ['links', []],
        ['monitors', []],
      ]);
    });
  });

  test('answers requests that were under way when it was lost', async () => {
    const { nodes, network, stop } = await startMemoryCluster(['a', 'b']);
    await nodes.a.run(async () => {
      network.hold('a', 'b');
      const ref = spawnRequest('b', 'bank', 'wait', [], ['link', 'monitor']);
      network.cut('a', 'b');
      expect(await receive(on(['spawn_reply', ref, P._, P._], ([, , ...answer]) => answer))).toEqual([
        'error',
        'noconnection',
      ]);
      expect(waiting()).toEqual([]);
    });
    await stop();
  });
});

test('wrong arguments are badarg, and name the argument', async () => {
  await startTestNode().run(async () => {
    const wrong: readonly (readonly [string, readonly unknown[]])[] = [
      ['module', ['a', 5, 'f', []]],
      ['fun', ['a', 'm', undefined, []]],
      ['args', ['a', 'm', 'f', 'x']],
    ];
    for (const [argument, given] of wrong) {
      await expect((spawn as (...all: readonly unknown[]) => Promise<unknown>)(...given)).rejects.toThrow(
        `spawn: ${argument} must be `,
      );
      expect(() => (spawnRequest as (...all: readonly unknown[]) => unknown)(...given)).toThrow(
        `spawnRequest: ${argument} must be `,
      );
    }
    expect(() => spawnRequest('a', 'm', 'f', [], 'x' as unknown as [])).toThrow('options must be a list');
    await expect(spawnOpt('a', 'm', 'f', [], 'x' as unknown as SpawnOption[])).rejects.toThrow('options must be ');
    expect(() => spawnRequestAbandon('x' as never)).toThrow('request must be ');
  });
});

test('arguments that cannot travel are refused where they are', async () => {
  const { a, stop } = await topologies[1]!.start();
  await a.run(async () => {
    await expect(spawn('b', 'bank', 'wait', [() => 1])).rejects.toThrow('args[0]');
    expect(() => spawnRequest('b', 'bank', 'wait', [{ deep: Symbol('x') }])).toThrow('args[0].deep');
    expect(processInfo(self(), ['links', 'monitors'])).toEqual([
      ['links', []],
      ['monitors', []],
    ]);
    expect(waiting()).toEqual([]);
  });
  await stop();
});

describe('export', () => {
  class Account {
    static rate = 3;
    static double(this: typeof Account, by: number) {
      return this.rate * by;
    }
  }

  const run = (node: Node, module: string, fun: string, args: readonly unknown[]) =>
    node.run(async () => node.exports.apply(module, fun, args));

  test('of a class names its functions, which keep it as their this', async () => {
    const node = startTestNode();
    node.export('account', Account, ['double']);
    expect(await run(node, 'account', 'double', [2])).toBe(6);
    expect(() => node.export('account', Account)).toThrow('functions must be ');
  });

  test('adds to what is exported already', async () => {
    const node = startTestNode({ exports: { m: { one: () => 1 } } });
    node.export('m', { two: () => 2 });
    expect(await run(node, 'm', 'one', [])).toBe(1);
    expect(await run(node, 'm', 'two', [])).toBe(2);
  });

  test('knows what an object was when it was exported', async () => {
    const node = startTestNode();
    const functions = { f: () => 'old' };
    node.export('m', functions);
    functions.f = () => 'new';
    expect(await run(node, 'm', 'f', [])).toBe('old');
  });

  test.each([
    ['module', [5, {}]],
    ['functions', ['m', 5]],
    ['functions', ['m', new Map()]],
    ['names', ['m', { f: 1 }]],
    ['names', ['m', Account, ['triple']]],
    ['names', ['m', Account, ['call']]],
    ['names', ['m', {}, ['hasOwnProperty']]],
    ['names', ['m', {}, ['__proto__']]],
    ['names', ['m', {}, 'f']],
    ['names', ['m', null, ['f']]],
  ] as const)('of something else is badarg: %s', (argument, given) => {
    const node = startTestNode();
    expect(() => (node.export as (...all: readonly unknown[]) => void)(...given)).toThrow(
      `export: ${argument} must be `,
    );
  });

  test('of something else in the options starts no node', () => {
    expect(() => startTestNode({ exports: { m: Account } as never })).toThrow('export: functions must be ');
  });
});
