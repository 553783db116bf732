/** enterLoop: a process that proc_lib started goes on as a server. */
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import {
  on,
  processFlag,
  processInfo,
  receive,
  register,
  self,
  send,
  spawn,
  type Address,
  type From,
} from 'regent-otp';
import {
  continueWith,
  genServer,
  GenServer,
  noreply,
  ok,
  procLib,
  registry,
  reply,
  sys,
  type Action,
} from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';

class Entered extends GenServer<Address> {
  init(owner: Address) {
    return ok(owner);
  }
  override handleCall(request: unknown, _from: From, owner: Address) {
    return reply(request, owner);
  }
  override handleInfo(info: unknown, owner: Address) {
    send(owner, ['info', info]);
    return noreply(owner);
  }
  override handleContinue(term: unknown, owner: Address) {
    send(owner, ['continue', term]);
    return noreply(owner);
  }
  override terminate(reason: unknown, owner: Address) {
    send(owner, ['terminate', reason]);
  }
}

const started = async (enter: (owner: Address) => unknown) => {
  const result = await procLib.startLink(enter, [self()]);
  return (result as readonly ['ok', Address])[1];
};

test('the process serves, with its messages, its ancestors and its initial call', async () => {
  await startTestNode().run(async () => {
    const pid = await started(async function prepare(owner: Address) {
      send(self(), 'from before');
      procLib.initAck(['ok', self()]);
      await receive(on('go on', () => undefined));
      return genServer.enterLoop(Entered, [], owner);
    });
    send(pid, 'go on');
    expect(await genServer.call(pid, 'hello')).toBe('hello');
    expect(waiting()).toEqual([['info', 'from before']]);
    expect(Object.fromEntries(processInfo(pid, 'dictionary')![1] as [string, unknown][])).toEqual({
      $ancestors: [self()],
      $initial_call: ['function', 'prepare', 1],
    });
    expect(await genServer.stop(pid)).toBe('ok');
  });
});

test('a function that is not asynchronous may enter it, too', async () => {
  await startTestNode().run(async () => {
    const pid = await started((owner) => {
      procLib.initAck(['ok', self()]);
      void genServer.enterLoop(Entered, [], owner);
    });
    expect(await genServer.call(pid, 'hello')).toBe('hello');
  });
});

test('init may ack by itself and enter', async () => {
  class Early extends GenServer<Address> {
    init(owner: Address): any {
      procLib.initAck(['ok', self()]);
      return genServer.enterLoop(Entered, [], owner, continueWith('set up'));
    }
  }
  await startTestNode().run(async () => {
    const [, pid] = (await genServer.start(Early, self())) as ['ok', Address];
    expect(await genServer.call(pid, 'hello')).toBe('hello');
    expect(waiting()).toEqual([['continue', 'set up']]);
  });
});

describe('how it goes on', () => {
  const enteredWith = (how: Action) =>
    started((owner) => {
      procLib.initAck(['ok', self()]);
      return genServer.enterLoop(Entered, { hibernate_after: 100 }, owner, self(), how);
    });

  test('with a timeout', async () => {
    const clock = new VirtualClock();
    await startTestNode({ clock }).run(async () => {
      await enteredWith(50);
      await clock.elapse(50);
      expect(waiting()).toEqual([['info', 'timeout']]);
    });
  });

  test('with a continue, in hibernation, and with its options', async () => {
    const clock = new VirtualClock();
    await startTestNode({ clock }).run(async () => {
      await sys.getState(await enteredWith(['continue', 'c']));
      expect(waiting()).toEqual([['continue', 'c']]);
      const hibernating = await enteredWith('hibernate');
      const patient = await enteredWith('infinity');
      await sys.getState(hibernating);
      expect(processInfo(hibernating, 'current_function')).toEqual(['current_function', ['erlang', 'hibernate', 3]]);
      await clock.elapse(100);
      expect(processInfo(patient, 'current_function')).toEqual(['current_function', ['erlang', 'hibernate', 3]]);
    });
  });
});

test('its parent is who started it: a server that traps exits terminates with it', async () => {
  await startTestNode().run(async () => {
    const me = self();
    const parent = spawn(async () => {
      await procLib.startLink(() => {
        processFlag('trap_exit', true);
        procLib.initAck('ok');
        return genServer.enterLoop(Entered, [], me);
      });
      throw ['out'];
    });
    await endOf(parent);
    expect(await receive(on(['terminate', P._], ([, reason]) => reason))).toEqual([['nocatch', ['out']], []]);
  });
});

describe('what it refuses', () => {
  const refusal = async (enter: () => unknown) => endOf(procLib.spawn(enter));

  test('a process that proc_lib did not start', async () => {
    await startTestNode().run(async () => {
      const pid = spawn(() => genServer.enterLoop(Entered, [], self()));
      expect(await endOf(pid)).toBe('process_was_not_started_by_proc_lib');
    });
  });

  test('a name that is not its own', async () => {
    await startTestNode().run(async () => {
      register('taken', self());
      await registry.startLink({ keys: 'unique', name: 'names' });
      for (const name of ['taken', 'free']) {
        const enter = () => genServer.enterLoop(Entered, [], self(), ['local', name]);
        expect(await refusal(enter)).toBe('process_not_registered');
      }
      const enter = () => genServer.enterLoop(Entered, [], self(), ['via', registry, ['names', 1]]);
      expect(await refusal(enter)).toEqual(['process_not_registered_via', registry]);
    });
  });

  test('a parent whose name has gone', async () => {
    await startTestNode().run(async () => {
      const me = self();
      const parent = spawn(async () => {
        register('parent', self());
        const orphan = procLib.spawn(async () => {
          await receive(on('go on', () => undefined));
          return genServer.enterLoop(Entered, [], me);
        });
        send(me, ['orphan', orphan]);
      });
      await endOf(parent);
      const orphan = await receive(on(['orphan', P._], ([, pid]) => pid as Address));
      const ended = endOf(orphan);
      send(orphan, 'go on');
      expect(await ended).toBe('could_not_find_registered_name');
    });
  });

  test('wrong arguments', async () => {
    await startTestNode().run(async () => {
      const wrong = [
        () => genServer.enterLoop('Entered' as never, [], self()),
        () => genServer.enterLoop(Entered, [], self(), self(), -1),
        () => genServer.enterLoop(Entered, [], self(), 7.5 as never),
        () => genServer.enterLoop(Entered, [['timeout', -1]], self()),
      ];
      for (const enter of wrong) expect(await refusal(enter)).toEqual(['badarg', expect.any(Error)]);
    });
  });
});
