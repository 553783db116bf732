/** Managers: how they are started and named, and how they end. */
import { describe, expect, test } from 'vitest';
import {
  catchTerm,
  exit,
  get,
  link,
  on,
  processFlag,
  processInfo,
  receive,
  self,
  send,
  spawn,
  type Address,
  type CrashEvent,
  type Ref,
} from 'regent-otp';
import { P } from 'ts-pattern';
import { genEvent, procLib, registry } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { waiting } from '../../support/mailbox.js';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';
import { manager, Recorder, type Recorded } from './recorder.js';

const recorded = (tag: unknown, more: Partial<Recorded> = {}): Recorded => ({ tag, owner: self(), ...more });
const told = () => waiting().filter((message) => (message as readonly unknown[])[1] !== 'init');

describe('a start', () => {
  test('takes a name, options, both or neither', async () => {
    await startTestNode().run(async () => {
      expect(pidOf(await genEvent.start())).not.toBe(pidOf(await genEvent.start([])));
      expect(await genEvent.start([['timeout', 100]])).toEqual(['ok', expect.anything()]);
      expect(await genEvent.start({ hibernate_after: 1000 })).toEqual(['ok', expect.anything()]);
      const pid = pidOf(await genEvent.start(['local', 'events']));
      expect(await genEvent.start(['local', 'events'], [])).toEqual(['error', ['already_started', pid]]);
      expect(await genEvent.whichHandlers('events')).toEqual([]);
    });
  });

  test('under a name in a registry', async () => {
    await startTestNode().run(async () => {
      await registry.startLink({ keys: 'unique', name: 'names' });
      const via = ['via', registry, ['names', ['room', 1]]] as any;
      const pid = pidOf(await genEvent.startLink(via));
      expect(await genEvent.startLink(via)).toEqual(['error', ['already_started', pid]]);
      await genEvent.addHandler(via, Recorder, recorded('a'));
      expect(genEvent.notify(via, 'e')).toBe('ok');
      expect(await genEvent.call(via, Recorder, 'q')).toEqual(['a', 'q']);
      expect(await genEvent.stop(via)).toBe('ok');
      expect(genEvent.notify(via, 'e')).toBe('ok');
      expect(await catchTerm(() => genEvent.syncNotify(via, 'e'))).toEqual(['EXIT', 'noproc']);
    });
  });

  test('with a monitor gives its reference', async () => {
    await startTestNode().run(async () => {
      const [pid, ref] = pidOf<readonly [Address, Ref]>(await genEvent.startMonitor());
      await genEvent.stop(pid, 'why');
      expect(await receive(on(['DOWN', ref, 'process', pid, P._], ([, , , , why]) => why))).toBe('why');
    });
  });

  test('makes a process of proc_lib that knows its ancestors', async () => {
    await startTestNode().run(async () => {
      const pid = pidOf(await genEvent.startLink());
      expect(procLib.translateInitialCall(pid)).toEqual(['gen_event', 'init_it', 6]);
      expect(processInfo(pid, 'current_function')).toEqual(['current_function', ['gen_event', 'fetch_msg', 6]]);
      expect(processInfo(pid, 'trap_exit')).toEqual(['trap_exit', true]);
      const call = () => ['ok', get('$ancestors'), recorded('a')];
      await genEvent.addHandler(pid, Recorder, recorded('a', { call }));
      expect(await genEvent.call(pid, Recorder, 'ancestors')).toEqual([self()]);
    });
  });
});

describe('stop', () => {
  test('ends the handlers, the newest first', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, [Recorder, 1], recorded('a', { terminate: () => exit('bad') }));
      await genEvent.addHandler(pid, [Recorder, 2], recorded('b', { terminate: async () => 'later' }));
      await genEvent.addHandler(pid, [Recorder, 3], recorded('c'));
      const ended = endOf(pid);
      expect(await genEvent.stop(pid)).toBe('ok');
      expect(await ended).toBe('normal');
      expect(told()).toEqual(['c', 'b', 'a'].map((tag) => [tag, 'terminate', 'stop']));
      expect(await catchTerm(() => genEvent.stop(pid))).toEqual(['EXIT', 'noproc']);
    });
  });

  test('with a reason ends the manager with that, and its crash is reported', async () => {
    const node = startTestNode();
    const crashes: CrashEvent[] = [];
    const reports: unknown[] = [];
    node.on('crash', (event) => crashes.push(event));
    node.on('report', (event) => reports.push(event));
    await node.run(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Recorder, recorded('a'));
      expect(await genEvent.stop(pid, ['shutdown', 'x'])).toBe('ok');
      expect(crashes).toEqual([]);
      const other = await manager();
      expect(await genEvent.stop(other, 'why', 1000)).toBe('ok');
      expect(crashes).toMatchObject([
        { pid: other, reason: 'why', error_info: ['exit', 'why', []], initialCall: ['gen_event', 'init_it', 6] },
      ]);
    });
    expect(reports).toEqual([]);
  });

  test('takes no longer than it may', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Recorder, recorded('a', { terminate: () => receive(on('never', () => 'x')) }));
      expect(await catchTerm(() => genEvent.stop(pid, 'normal', 0))).toEqual(['EXIT', 'timeout']);
    });
  });
});

describe('exit signals', () => {
  test('of the parent end it, through its handlers', async () => {
    await startTestNode().run(async () => {
      const me = self();
      const parent = spawn(async () => {
        const pid = pidOf(await genEvent.startLink());
        // That the parent supervises a handler, too, does not matter.
        await genEvent.addSupHandler(pid, Recorder, { tag: 'a', owner: me });
        send(me, ['pid', pid]);
        return receive(on('end', () => exit('gone')));
      });
      const pid = await receive(on(['pid', P._], ([, started]) => started as Address));
      const ended = endOf(pid);
      send(parent, 'end');
      expect(await ended).toBe('gone');
      expect(told()).toEqual([['a', 'terminate', 'stop']]);
    });
  });

  test('of others are messages', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      await genEvent.addHandler(pid, Recorder, recorded('a'));
      exit(pid, 'foo');
      const other = spawn(() => (link(pid), exit('bar')));
      await endOf(other);
      await genEvent.whichHandlers(pid);
      expect(told()).toEqual([
        ['a', 'info', ['EXIT', self(), 'foo']],
        ['a', 'info', ['EXIT', other, 'bar']],
      ]);
    });
  });

  test('kill ends it at once, and nobody is asked', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      await genEvent.addSupHandler(pid, Recorder, recorded('a'));
      processFlag('trap_exit', true);
      const ended = endOf(pid);
      exit(pid, 'kill');
      expect(await ended).toBe('killed');
      expect(waiting()).toEqual([
        ['a', 'init', undefined],
        ['EXIT', pid, 'killed'],
      ]);
    });
  });
});

describe('nobody there', () => {
  test('is an exit for those who wait', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      await genEvent.stop(pid);
      const exits = async (fun: () => unknown) => (await catchTerm(fun)) as any;
      expect(await exits(() => genEvent.syncNotify(pid, 'e'))).toEqual(['EXIT', 'noproc']);
      expect(await exits(() => genEvent.addHandler('nobody', Recorder, recorded('a')))).toEqual(['EXIT', 'noproc']);
      expect(await exits(() => genEvent.deleteHandler(pid, Recorder, 'x'))).toEqual(['EXIT', 'noproc']);
      const call = (...args: readonly unknown[]) => ['EXIT', ['noproc', ['gen_event', 'call', args]]];
      expect(await exits(() => genEvent.call('nobody', Recorder, 'q'))).toEqual(call('nobody', Recorder, 'q'));
      expect(await exits(() => genEvent.call(pid, Recorder, 'q', 10))).toEqual(call(pid, Recorder, 'q', 10));
      expect(await exits(() => genEvent.whichHandlers(self()))).toEqual(['EXIT', 'calling_self']);
    });
  });

  test('is no error for an event, except to a name of this node', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      await genEvent.stop(pid);
      expect(genEvent.notify(pid, 'e')).toBe('ok');
      expect(genEvent.notify(['nobody', 'nowhere'], 'e')).toBe('ok');
      expect(() => genEvent.notify('nobody', 'e')).toThrow('send: to must be');
    });
  });
});

test('plain code may use a manager by its address', async () => {
  const node = startTestNode();
  const [pid, mailbox] = await node.run(async () => [await manager(), self()] as const);
  expect(await genEvent.addHandler(pid, Recorder, { tag: 'a', owner: mailbox })).toBe('ok');
  expect(genEvent.notify(pid, 'e')).toBe('ok');
  expect(await genEvent.syncNotify(pid, 'e')).toBe('ok');
  expect(await genEvent.call(pid, Recorder, 'q')).toEqual(['a', 'q']);
  expect(await genEvent.stop(pid)).toBe('ok');
});
