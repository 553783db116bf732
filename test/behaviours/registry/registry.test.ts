import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import {
  catchTerm,
  exit,
  isProcessAlive,
  makeRef,
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
import { registry, sys, task, type RegistryOptions } from 'regent-otp/behaviours';
import { tableOf } from '../../../behaviours/registry/tableOf.js';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

const inProcess = (action: () => Promise<void>) => startTestNode().run(action);

const start = (options: Partial<RegistryOptions> = {}) => registry.startLink({ keys: 'unique', name: 'r', ...options });

/** A process that has a key, and then waits. */
async function owner(key: unknown, value: unknown = null): Promise<Address> {
  const me = self();
  const pid = spawn(() => {
    send(me, [self(), registry.register('r', key, value)[0]]);
    return forever();
  });
  await receive(on([pid, P._], () => 'ok'));
  return pid;
}

/** Processes that have the key 'k'. */
async function owners(count: number): Promise<readonly Address[]> {
  const pids: Address[] = [];
  while (pids.length < count) pids.push(await owner('k'));
  return pids;
}

const structOf = (struct: string) => ['EXIT', [expect.objectContaining({ __struct__: struct }), expect.any(Error)]];
const clause = ['EXIT', ['function_clause', expect.any(Error)]];

describe('a unique key', () => {
  test('belongs to one process, and is free when that has ended', () =>
    inProcess(async () => {
      await start();
      const first = await owner(['room', 1], 'v');
      expect(registry.register('r', ['room', 1], 2)).toEqual(['error', ['already_registered', first]]);
      expect(processInfo(self(), 'links')).toEqual(['links', [whereis('r')]]);
      exit(first, 'kill');
      expect(registry.register('r', ['room', 1], 2)).toEqual(['ok', whereis('r.PIDPartition0')]);
      expect(registry.register('r', ['room', 1], 3)).toEqual(['error', ['already_registered', self()]]);
      expect(registry.values('r', ['room', 1], self())).toEqual([2]);
      expect(registry.count('r')).toBe(1);
    }));

  test('is given back, and with the last one the link', () =>
    inProcess(async () => {
      await start();
      for (const key of ['a', 'b', 'c']) registry.register('r', key, 0);
      expect(registry.keys('r', self())).toEqual(['c', 'b', 'a']);
      for (const key of ['a', 'b', 'c']) expect(registry.unregister('r', key)).toBe('ok');
      expect(processInfo(self(), 'links')).toEqual(['links', [whereis('r')]]);
      expect(registry.keys('r', self())).toEqual([]);
    }));

  test('has a value that only its owner changes', () =>
    inProcess(async () => {
      await start();
      registry.register('r', 'k', 1);
      expect(registry.updateValue('r', 'k', (n: number) => n + 1)).toEqual([2, 1]);
      await owner('other');
      expect(registry.updateValue('r', 'other', () => 1)).toBe('error');
    }));
});

describe('a duplicate key', () => {
  test('may be had several times by several processes', () =>
    inProcess(async () => {
      await start({ keys: 'duplicate' });
      for (const [key, value] of [
        ['a', 1],
        ['b', 2],
        ['a', 3],
        ['c', 4],
      ] as const)
        registry.register('r', key, value);
      const other = await owner('a', 5);
      expect(registry.keys('r', self())).toEqual(['c', 'a', 'b', 'a']);
      expect(registry.lookup('r', 'a')).toEqual([
        [self(), 1],
        [self(), 3],
        [other, 5],
      ]);
      expect(registry.values('r', 'a', self())).toEqual([1, 3]);
      expect(await catchTerm(() => registry.updateValue('r', 'a', () => 0))).toEqual(structOf('Elixir.ArgumentError'));
      expect(await catchTerm(() => registry.whereisName(['r', 'a']))).toEqual(structOf('Elixir.ArgumentError'));
    }));

  test('may be given back in part: what is left counts as new', () =>
    inProcess(async () => {
      await start({ keys: 'duplicate' });
      for (const [key, value] of [
        ['a', 1],
        ['b', 2],
        ['a', 3],
        ['c', 4],
      ] as const)
        registry.register('r', key, value);
      expect(registry.unregisterMatch('r', 'a', 1)).toBe('ok');
      expect(registry.keys('r', self())).toEqual(['a', 'c', 'b']);
      expect(registry.unregisterMatch('r', 'a', P.number, (n) => n > 5)).toBe('ok');
      expect(registry.countMatch('r', 'a', P._)).toBe(1);
    }));
});

describe('listeners', () => {
  test('hear of registrations, and of keys of which nothing is left', () =>
    inProcess(async () => {
      register('listener', self());
      await start({ keys: 'duplicate', listeners: ['listener'] });
      const heard = () => receive(on(P._, (message: unknown) => message));
      registry.register('r', 'a', 1);
      expect(await heard()).toEqual(['register', 'r', 'a', self(), 1]);
      registry.register('r', 'a', 2);
      await heard();
      registry.unregisterMatch('r', 'a', 1);
      registry.unregisterMatch('r', 'a', 7);
      expect(waiting()).toEqual([]);
      registry.unregisterMatch('r', 'a', P._);
      expect(await heard()).toEqual(['unregister', 'r', 'a', self()]);
      registry.unregisterMatch('r', 'none', P._);
      expect(await heard()).toEqual(['unregister', 'r', 'none', self()]);
      registry.unregister('r', 'none');
      expect(await heard()).toEqual(['unregister', 'r', 'none', self()]);
    }));

  test('one that is not there is an error of who registers, who has the key all the same', () =>
    inProcess(async () => {
      await start({ listeners: ['nobody'] });
      expect(await catchTerm(() => registry.register('r', 'k', 1))).toEqual(['EXIT', ['badarg', expect.any(Error)]]);
      expect(registry.lookup('r', 'k')).toEqual([[self(), 1]]);
    }));
});

describe('dispatch', () => {
  test('calls a function, or one of a module, once for each partition that has entries', () =>
    inProcess(async () => {
      await start({ keys: 'duplicate', partitions: 3 });
      const pids = await owners(6);
      const seen: Address[] = [];
      const note = (entries: readonly (readonly [Address, unknown])[]) => seen.push(...entries.map(([pid]) => pid));
      expect(registry.dispatch('r', 'k', note)).toBe('ok');
      expect(new Set(seen)).toEqual(new Set(pids));
      const calls: unknown[] = [];
      const module = { note: (entries: readonly unknown[], more: string) => calls.push([entries.length, more]) };
      expect(registry.dispatch('r', 'k', [module, 'note', ['more']])).toBe('ok');
      expect(calls).toEqual([
        [2, 'more'],
        [2, 'more'],
        [2, 'more'],
      ]);
      expect(registry.dispatch('r', 'none', note)).toBe('ok');
      expect(seen.length).toBe(6);
    }));

  test('can be done by a process for each partition', () =>
    inProcess(async () => {
      processFlag('trap_exit', true);
      await start({ keys: 'duplicate', partitions: 2 });
      await owners(4);
      const me = self();
      const tell = (entries: readonly unknown[]) => send(me, [self(), entries.length]);
      expect(await registry.dispatch('r', 'k', tell, { parallel: true })).toBe('ok');
      const tellers = waiting() as readonly (readonly [Address, number])[];
      expect(tellers.map(([, count]) => count)).toEqual([2, 2]);
      expect(new Set([me, ...tellers.map(([pid]) => pid)]).size).toBe(3);
    }));
});

describe('lock', () => {
  test('lets in one process at a time, in order', () =>
    inProcess(async () => {
      await start();
      const log: string[] = [];
      const enter = (n: number) =>
        task.async(() =>
          registry.lock('r', ['lock', 1], async () => {
            log.push(`in ${n}`);
            await registry.lock('r', 'another', () => 'ok');
            log.push(`out ${n}`);
            return n;
          }),
        );
      expect(await task.awaitMany([1, 2, 3].map(enter))).toEqual([1, 2, 3]);
      expect(log).toEqual(['in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3']);
    }));

  test('is given back by its holder alone', () =>
    inProcess(async () => {
      await start();
      const { partitions } = tableOf('r');
      const [partition] = partitions as [Address];
      const me = self();
      // Of a lock that nobody holds, of another's, and with what is no reference.
      send(partition, ['unlock', 'l', makeRef()]);
      const holder = spawn(() => registry.lock('r', 'l', () => (send(me, 'held'), receive(on('go', () => 'ok')))));
      await receive(on('held', () => 'ok'));
      const waiter = task.async(() => registry.lock('r', 'l', () => send(me, 'mine')));
      for (const ref of [makeRef(), 'junk', undefined]) send(partition, ['unlock', 'l', ref]);
      send(partition, [['unlock', 'l'], makeRef(), 'process', me, 'noproc']);
      await sys.getState(partition);
      expect(waiting()).toEqual([]);
      send(holder, 'go');
      await task.await(waiter);
      expect(waiting()).toEqual(['mine']);
      expect(isProcessAlive(partition)).toBe(true);
    }));

  test('is free again when its holder throws or ends, and skips who does not wait any more', () =>
    inProcess(async () => {
      await start();
      const me = self();
      const throwing = registry.lock('r', 'l', () => {
        throw new Error('oops');
      });
      await expect(throwing).rejects.toThrow('oops');
      const holder = spawn(() => registry.lock('r', 'l', () => (send(me, 'held'), forever())));
      await receive(on('held', () => 'ok'));
      const gone = spawn(() => registry.lock('r', 'l', () => send(me, 'never')));
      const next = task.async(() => registry.lock('r', 'l', () => 'mine'));
      await task.yield(next, 1);
      exit(gone, 'kill');
      exit(holder, 'kill');
      expect(await task.await(next)).toBe('mine');
      expect(waiting()).toEqual([]);
    }));
});

describe('a partition that ends', () => {
  test('takes along its owners, and starts again empty', () =>
    inProcess(async () => {
      processFlag('trap_exit', true);
      await start();
      const [, partition] = registry.register('r', 'mine', 1) as readonly ['ok', Address];
      const other = await owner('other');
      const end = task.async(() => endOf(other));
      await task.yield(end, 1);
      exit(partition, 'kill');
      expect(await task.await(end)).toBe('killed');
      expect(await receive(on(['EXIT', partition, P._], ([, , reason]) => reason))).toBe('killed');
      await sys.getState('r');
      expect(registry.lookup('r', 'mine')).toEqual([]);
      expect([registry.count('r'), registry.keys('r', self())]).toEqual([0, []]);
      expect(registry.register('r', 'mine', 2)[0]).toBe('ok');
      expect(whereis('r.PIDPartition0')).not.toBe(partition);
    }));

  test('of several for unique keys has all start again; for duplicate keys the others stay', () =>
    inProcess(async () => {
      processFlag('trap_exit', true);
      await start({ partitions: 2 });
      await registry.startLink({ keys: 'duplicate', name: 'd', partitions: 2 });
      const before = partitions();
      for (const name of ['r', 'd']) await endFirstOf(name);
      const now = partitions();
      expect([...now].filter(([key, pid]) => before.get(key) === pid).map(([key]) => key)).toEqual(['d1']);
    }));

  test('too often ends the registry', () =>
    inProcess(async () => {
      processFlag('trap_exit', true);
      const [, pid] = (await start()) as readonly ['ok', Address];
      for (let n = 0; n < 3; n++) await endFirstOf('r');
      exit(whereis('r.PIDPartition0')!, 'kill');
      expect(await receive(on(['EXIT', pid, P._], ([, , reason]) => reason))).toBe('shutdown');
      expect(await catchTerm(() => registry.lookup('r', 'k'))).toEqual(structOf('Elixir.ArgumentError'));
    }));
});

function partitions(): ReadonlyMap<string, Address> {
  const names = ['r', 'd'].flatMap((name) => [0, 1].map((index) => [name, index] as const));
  return new Map(names.map(([name, index]) => [`${name}${index}`, whereis(`${name}.PIDPartition${index}`)!]));
}

/** Kills the first partition of a registry, and waits until that has been dealt with. */
async function endFirstOf(name: string): Promise<void> {
  exit(whereis(`${name}.PIDPartition0`)!, 'kill');
  await sys.getState(name);
}

test('the end of a registry ends its owners', () =>
  inProcess(async () => {
    const [, pid] = (await start()) as readonly ['ok', Address];
    const other = await owner('k');
    unlink(pid);
    const end = task.async(() => endOf(other));
    await task.yield(end, 1);
    exit(pid, 'shutdown');
    expect(await task.await(end)).toBe('shutdown');
  }));

test('meta data are kept beside the entries', () =>
  inProcess(async () => {
    await start({ meta: { version: 1 } });
    expect(registry.meta('r', 'version')).toEqual(['ok', 1]);
    registry.putMeta('r', ['a', 'tuple'], 2);
    expect(registry.meta('r', ['a', 'tuple'])).toEqual(['ok', 2]);
    registry.deleteMeta('r', 'version');
    expect(registry.meta('r', 'version')).toBe('error');
  }));

test('only the calling process can be given a name', () =>
  inProcess(async () => {
    await start();
    const other = spawn(forever);
    expect(await catchTerm(() => registry.registerName(['r', 'k'], other))).toEqual(clause);
    expect(registry.registerName(['r', 'k'], self())).toBe('yes');
    expect(registry.registerName(['r', 'k', 'v'], self())).toBe('no');
  }));

test.each([
  [{ name: 'x' }, ':keys to be given and be one of :unique or :duplicate'],
  [{ keys: 'unique' }, ':name option to be present'],
  [{ keys: 'unique', name: 7 }, ':name to be an atom, got: 7'],
  [{ keys: 'unique', name: 'x', partitions: 0 }, ':partitions to be a positive integer, got: 0'],
  [{ keys: 'unique', name: 'x', listeners: [1] }, ':listeners to be a list of named processes'],
  [{ keys: 'unique', name: 'x', meta: 7 }, ':meta to be a keyword list, got: 7'],
  [{ keys: 'unique', name: 'x', compressed: 1 }, ':compressed to be a boolean, got: 1'],
])('options that make no sense are an ArgumentError: %j', (options, message) => {
  expect(() => registry.startLink(options as never)).toThrow(message);
});

test('it tells how it is started under a supervisor', () => {
  const options = { keys: 'unique', name: 'players' } as const;
  expect(registry.childSpec(options)).toEqual({
    id: 'players',
    start: [registry, 'start_link', [options]],
    type: 'supervisor',
  });
  expect(registry.childSpec({ keys: 'unique' } as never).id).toBe('Elixir.Registry');
});
