import {
  alias,
  demonitor,
  down,
  error,
  exit,
  makeRef,
  monitor,
  on,
  processInfo,
  receive,
  register,
  self,
  send,
  spawn,
  unalias,
  unregister,
} from 'regent-otp';
import type { Address, DemonitorOption, MonitorOption, Ref } from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

/** A process that exits with the first message it gets. */
function obedient(): Address {
  return spawn(() => receive(on(P._, (reason) => exit(reason))));
}

/** Has a process exit, and gives what waits in the mailbox then. */
async function afterEndOf(pid: Address, reason: unknown): Promise<readonly unknown[]> {
  const end = endOf(pid);
  send(pid, reason);
  expect(await end).toEqual(reason);
  return waiting();
}

describe('monitor', () => {
  test('tells of the end by DOWN, once', async () => {
    await startTestNode().run(async () => {
      const pid = obedient();
      const ref = monitor('process', pid);
      expect(await afterEndOf(pid, ['boom', 1])).toEqual([['DOWN', ref, 'process', pid, ['boom', 1]]]);
    });
  });

  test('of a process that has ended gives noproc, never the reason', async () => {
    await startTestNode().run(async () => {
      const pid = spawn(() => exit('early'));
      await endOf(pid);
      const ref = monitor('process', pid);
      expect(waiting()).toEqual([['DOWN', ref, 'process', pid, 'noproc']]);
    });
  });

  test('tells the reason of an error with its stack', async () => {
    await startTestNode().run(async () => {
      expect(await endOf(spawn(() => error(['badmatch', 2])))).toEqual([['badmatch', 2], expect.any(Error)]);
    });
  });

  test('by name tells of [name, node], also when the name was taken back meanwhile', async () => {
    await startTestNode({ name: 'here' }).run(async () => {
      const pid = obedient();
      register('server', pid);
      const [byName, byPair] = [monitor('process', 'server'), monitor('process', ['server', 'here'])];
      unregister('server');
      expect(await afterEndOf(pid, 'bye')).toEqual([
        ['DOWN', byName, 'process', ['server', 'here'], 'bye'],
        ['DOWN', byPair, 'process', ['server', 'here'], 'bye'],
      ]);
    });
  });

  test('of a name that nobody has gives noproc, of a node that is not there noconnection', async () => {
    await startTestNode({ name: 'here' }).run(() => {
      const [nobody, nowhere] = [monitor('process', 'nobody'), monitor('process', ['server', 'elsewhere'])];
      expect(waiting()).toEqual([
        ['DOWN', nobody, 'process', ['nobody', 'here'], 'noproc'],
        ['DOWN', nowhere, 'process', ['server', 'elsewhere'], 'noconnection'],
      ]);
    });
  });

  test('several on one process are independent, and fire in the order in which they were set', async () => {
    await startTestNode().run(async () => {
      const pid = obedient();
      const refs = [monitor('process', pid), monitor('process', pid), monitor('process', pid)];
      demonitor(refs[1]!);
      const messages = (await afterEndOf(pid, 'x')) as unknown[][];
      expect(messages.map(([, ref]) => ref)).toEqual([refs[0], refs[2]]);
    });
  });

  test('of oneself gives a reference, and nothing ever comes', async () => {
    await startTestNode().run(() => {
      register('me', self());
      for (const target of [self(), 'me']) {
        const ref = monitor('process', target);
        expect(processInfo(self(), ['monitors', 'monitored_by'])).toEqual([
          ['monitors', []],
          ['monitored_by', []],
        ]);
        expect([demonitor(ref, ['info']), demonitor(ref)]).toEqual([false, true]);
      }
      expect(waiting()).toEqual([]);
    });
  });

  test('does not touch the one that is watched when the watcher ends, and is gone then', async () => {
    await startTestNode().run(async () => {
      const [watched, parent] = [obedient(), self()];
      const watcher = spawn(async () => {
        monitor('process', watched);
        send(parent, 'watches');
        await receive(on('go', () => exit('gone')));
      });
      await receive(on('watches', () => undefined));
      expect(processInfo(watched, 'monitored_by')).toEqual(['monitored_by', [watcher]]);
      await afterEndOf(watcher, 'go').catch(() => undefined);
      expect(processInfo(watched, 'monitored_by')).toEqual(['monitored_by', []]);
    });
  });

  test('with a tag sends that instead of DOWN', async () => {
    await startTestNode().run(async () => {
      const pid = obedient();
      const one = monitor('process', pid, [['tag', 'gone']]);
      const other = monitor('process', pid, [['tag', ['a', 1]]]);
      expect(await afterEndOf(pid, 'x')).toEqual([
        ['gone', one, 'process', pid, 'x'],
        [['a', 1], other, 'process', pid, 'x'],
      ]);
    });
  });

  test('is seen from both ends until it is taken back', async () => {
    await startTestNode({ name: 'here' }).run(() => {
      const pid = obedient();
      register('server', pid);
      const refs = [monitor('process', pid), monitor('process', 'server')];
      expect(processInfo(self(), 'monitors')).toEqual([
        'monitors',
        [
          ['process', pid],
          ['process', ['server', 'here']],
        ],
      ]);
      expect(processInfo(pid, 'monitored_by')).toEqual(['monitored_by', [self(), self()]]);
      for (const ref of refs) demonitor(ref);
      expect(processInfo(self(), 'monitors')).toEqual(['monitors', []]);
      expect(processInfo(pid, 'monitored_by')).toEqual(['monitored_by', []]);
    });
  });

  test('comes after the messages that were sent before the end', async () => {
    await startTestNode().run(async () => {
      const parent = self();
      const pid = spawn(() => {
        send(parent, 'm1');
        send(parent, 'm2');
      });
      const ref = monitor('process', pid);
      await receive(on('m2', () => undefined));
      await endOf(spawn(() => undefined));
      expect(waiting()).toEqual(['m1', ['DOWN', ref, 'process', pid, 'normal']]);
    });
  });

  test.each<[string, () => unknown, string]>([
    ['type', () => monitor('port' as 'process', self()), "monitor: type must be 'process', not 'port'"],
    [
      'target',
      () => monitor('process', 1 as unknown as string),
      'monitor: target must be an Address, a registered name, or',
    ],
    [
      'options',
      () => monitor('process', self(), ['x'] as unknown as MonitorOption[]),
      'monitor: options must be a list of',
    ],
    [
      'options',
      () => monitor('process', self(), [['alias', 'x']] as unknown as MonitorOption[]),
      'monitor: options must',
    ],
    ['options', () => monitor('process', self(), 'x' as unknown as MonitorOption[]), 'monitor: options must be a list'],
  ])('with a bad %s is badarg and names it', async (_what, call, message) => {
    await startTestNode().run(() => {
      expect(call).toThrow(message);
      expect(processInfo(self(), 'monitors')).toEqual(['monitors', []]);
    });
  });
});

describe('demonitor', () => {
  test('ends a monitor: nothing comes any more', async () => {
    await startTestNode().run(async () => {
      const pid = obedient();
      expect(demonitor(monitor('process', pid))).toBe(true);
      expect(await afterEndOf(pid, 'x')).toEqual([]);
    });
  });

  test('leaves a DOWN that waits already; flush removes it, and no other message', async () => {
    await startTestNode().run(async () => {
      const pid = spawn(() => undefined);
      const [kept, flushed, tagged] = [
        monitor('process', pid),
        monitor('process', pid),
        monitor('process', pid, [['tag', 'gone']]),
      ];
      await endOf(pid);
      send(self(), ['x', flushed]);
      expect(demonitor(kept)).toBe(true);
      expect(demonitor(flushed, ['flush', 'flush'])).toBe(true);
      expect(demonitor(tagged, ['flush'])).toBe(true);
      expect(waiting()).toEqual([
        ['DOWN', kept, 'process', pid, 'normal'],
        ['x', flushed],
      ]);
    });
  });

  test('with info tells whether the monitor was still there', async () => {
    await startTestNode().run(async () => {
      const [living, dead] = [obedient(), spawn(() => undefined)];
      const [active, fired] = [monitor('process', living), monitor('process', dead)];
      await endOf(dead);
      expect([demonitor(active, ['info']), demonitor(active, ['info'])]).toEqual([true, false]);
      expect(demonitor(fired, ['info'])).toBe(false);
      expect(waiting()).toHaveLength(1);
      expect(demonitor(fired, ['flush', 'info'])).toBe(false);
      expect(waiting()).toEqual([]);
      expect(demonitor(makeRef(), ['info'])).toBe(false);
    });
  });

  test('by another process is true and does nothing', async () => {
    await startTestNode().run(async () => {
      const parent = self();
      const pid = spawn(() => receive(on(P._, (ref) => send(parent, ['demonitored', demonitor(ref as Ref)]))));
      const ref = monitor('process', pid);
      send(pid, ref);
      expect(await receive(on(['demonitored', P._], ([, result]) => result))).toBe(true);
      expect(await receive(on(down(ref), ([, , , , reason]) => reason))).toBe('normal');
    });
  });

  test('of what is no reference, or with bad options, is badarg', async () => {
    await startTestNode().run(() => {
      expect(() => demonitor('x' as unknown as Ref)).toThrow(
        "demonitor: ref must be a reference that monitor() gave, not 'x'",
      );
      expect(() => demonitor(makeRef(), 'flush' as unknown as DemonitorOption[])).toThrow(
        "demonitor: options must be a list of 'flush' and 'info', not 'flush'",
      );
      expect(() => demonitor(makeRef(), ['x'] as unknown as DemonitorOption[])).toThrow('demonitor: options must be');
      expect(demonitor(makeRef())).toBe(true);
    });
  });
});

describe('the alias of a monitor', () => {
  /** Another process sends by an alias; what arrived is given. */
  async function sentBy(to: Ref): Promise<readonly unknown[]> {
    await endOf(spawn(() => send(to, 'by alias')));
    const messages = waiting();
    while (waiting().length > 0) await receive(on(P._, () => undefined));
    return messages;
  }

  test('explicit_unalias lasts until unalias: after demonitor, and after DOWN', async () => {
    await startTestNode().run(async () => {
      const [living, ending] = [obedient(), obedient()];
      const options = [['alias', 'explicit_unalias']] as const;
      const [one, other] = [monitor('process', living, options), monitor('process', ending, options)];
      expect(await sentBy(one)).toEqual(['by alias']);
      demonitor(one);
      await afterEndOf(ending, 'x');
      await receive(on(down(other), () => undefined));
      expect(await sentBy(one)).toEqual(['by alias']);
      expect(await sentBy(other)).toEqual(['by alias']);
      expect([unalias(one), unalias(one), unalias(other)]).toEqual([true, false, true]);
      expect(await sentBy(one)).toEqual([]);
      expect(await sentBy(other)).toEqual([]);
    });
  });

  test('demonitor ends with demonitor and with DOWN', async () => {
    await startTestNode().run(async () => {
      const [living, ending] = [obedient(), obedient()];
      const options = [['alias', 'demonitor']] as const;
      const [one, other] = [monitor('process', living, options), monitor('process', ending, options)];
      expect(await sentBy(one)).toEqual(['by alias']);
      demonitor(one);
      expect(await sentBy(one)).toEqual([]);
      await afterEndOf(ending, 'x');
      await receive(on(down(other), () => undefined));
      expect(await sentBy(other)).toEqual([]);
      expect([unalias(one), unalias(other)]).toEqual([false, false]);
    });
  });

  test('demonitor can be ended alone: the monitor stays', async () => {
    await startTestNode().run(async () => {
      const pid = obedient();
      const ref = monitor('process', pid, [['alias', 'demonitor']]);
      expect([unalias(ref), unalias(ref)]).toEqual([true, false]);
      expect(await sentBy(ref)).toEqual([]);
      expect(await afterEndOf(pid, 'x')).toEqual([['DOWN', ref, 'process', pid, 'x']]);
    });
  });

  test('reply_demonitor ends with the first message, and the monitor with it', async () => {
    await startTestNode().run(async () => {
      const pid = obedient();
      const ref = monitor('process', pid, [['alias', 'reply_demonitor']]);
      expect(await sentBy(ref)).toEqual(['by alias']);
      expect(await sentBy(ref)).toEqual([]);
      expect([unalias(ref), demonitor(ref, ['info'])]).toEqual([false, false]);
      expect(await afterEndOf(pid, 'x')).toEqual([]);
    });
  });

  test('makes a late reply vanish after demonitor with flush', async () => {
    await startTestNode().run(async () => {
      const server = spawn(async () => {
        const reply = await receive(on(['request', P._], ([, to]) => to as Ref));
        await receive(on('now', () => send(reply, [reply, 'late'])));
      });
      const ref = monitor('process', server, [['alias', 'reply_demonitor']]);
      send(server, ['request', ref]);
      demonitor(ref, ['flush']);
      send(server, 'now');
      await endOf(server);
      expect(waiting()).toEqual([]);
    });
  });

  test('is there for a monitor of oneself too', async () => {
    await startTestNode().run(async () => {
      const ref = monitor('process', self(), [['alias', 'explicit_unalias']]);
      expect(await sentBy(ref)).toEqual(['by alias']);
      expect(unalias(ref)).toBe(true);
      expect(await sentBy(ref)).toEqual([]);
    });
  });
});

describe('alias', () => {
  test('takes messages until unalias', async () => {
    await startTestNode().run(async () => {
      const me = alias();
      await endOf(spawn(() => send(me, 'hello')));
      expect([unalias(me), unalias(me)]).toEqual([true, false]);
      await endOf(spawn(() => send(me, 'too late')));
      expect(waiting()).toEqual(['hello']);
    });
  });

  test('for one reply takes one message', async () => {
    await startTestNode().run(() => {
      const me = alias(['reply']);
      send(me, 1);
      send(me, 2);
      expect(waiting()).toEqual([1]);
      expect(unalias(me)).toBe(false);
    });
  });

  test('can be ended by its owner alone', async () => {
    await startTestNode().run(async () => {
      const [me, parent] = [alias(['explicit_unalias']), self()];
      await endOf(spawn(() => send(parent, unalias(me))));
      expect(waiting()).toEqual([false]);
      expect(unalias(me)).toBe(true);
    });
  });

  test('of a process that has ended takes nothing', async () => {
    await startTestNode().run(async () => {
      const parent = self();
      const pid = spawn(() => send(parent, alias()));
      const of = await receive(on(P._, (ref) => ref as Ref));
      await endOf(pid);
      expect(send(of, 'hello')).toBe('hello');
      expect(waiting()).toEqual([]);
    });
  });

  test('and unalias refuse what is wrong', async () => {
    await startTestNode().run(() => {
      expect(() => alias(['x'] as unknown as [])).toThrow(
        "alias: options must be a list of 'explicit_unalias' and 'reply'",
      );
      expect(() => alias('reply' as unknown as [])).toThrow('alias: options must be a list');
      expect(() => unalias('x' as unknown as Ref)).toThrow("unalias: ref must be a reference, not 'x'");
      expect(unalias(makeRef())).toBe(false);
    });
  });
});

test('setting and taking back many monitors leaves nothing behind', async () => {
  await startTestNode().run(async () => {
    const pid = spawn(() => forever());
    const refs = Array.from({ length: 1000 }, () => monitor('process', pid));
    for (const ref of refs.filter((_, index) => index % 2 === 0)) demonitor(ref);
    for (const ref of refs.toReversed()) demonitor(ref);
    expect(processInfo(pid, 'monitored_by')).toEqual(['monitored_by', []]);
    expect(processInfo(self(), 'monitors')).toEqual(['monitors', []]);
    exit(pid, 'kill');
    expect(waiting()).toEqual([]);
  });
});
