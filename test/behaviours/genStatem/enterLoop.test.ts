// A process that proc_lib has started goes on as a gen_statem.
import { expect, test } from 'vitest';
import { exit, exitFrom, processFlag, receive, register, self, send, spawn, on, type Address } from 'regent-otp';
import { genStatem, GenStatem, procLib, type EventType } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import { endOf } from '../../support/endOf.js';
import { startTestNode } from '../../support/startTestNode.js';

/** Answers calls with its state and data, tells `data` of other events and of its end. */
class Machine extends GenStatem<string, unknown> {
  callbackMode() {
    return 'handle_event_function' as const;
  }
  init(): never {
    throw new Error('is not called');
  }
  override handleEvent(type: EventType, content: unknown, state: string, data: unknown) {
    if (typeof type !== 'string' && type[0] === 'call')
      return ['keep_state_and_data', ['reply', type[1], [content, state, data]]] as const;
    send(data as Address, [type, content]);
    return 'keep_state_and_data' as const;
  }
  override terminate(reason: unknown, _state: string, data: unknown) {
    if (data !== 'd') send(data as Address, ['terminate', reason]);
  }
}

function enter(...given: readonly unknown[]): Promise<never> {
  const [name] = given;
  if (Array.isArray(name) && name[1] === 'own') register('own', self());
  procLib.initAck(['ok', self()]);
  processFlag('trap_exit', true);
  return genStatem.enterLoop(Machine, [], 's', 'd', ...given);
}

const started = async (...given: readonly unknown[]) => ((await procLib.start(enter, given)) as ['ok', Address])[1];

test.each([
  ['nothing', []],
  ['its name', [['local', 'own']]],
  ['its name and actions', [['local', 'own'], ['hibernate']]],
  ['actions', [['state_timeout', 600_000, 'x']]],
])('with %s', async (_what, given) => {
  await startTestNode().run(async () => {
    const pid = await started(...given);
    expect(await genStatem.call(pid, 'hi')).toEqual(['hi', 's', 'd']);
    await genStatem.stop(pid);
  });
});

test('with its own address', async () => {
  await startTestNode().run(async () => {
    const run = () => {
      procLib.initAck(['ok', self()]);
      return genStatem.enterLoop(Machine, [], 's', 'd', self());
    };
    const [, pid] = (await procLib.start(run, [])) as ['ok', Address];
    expect(await genStatem.call(pid, 'hi')).toEqual(['hi', 's', 'd']);
    await genStatem.stop(pid);
  });
});

const registry = {
  registerName: () => 'yes' as const,
  unregisterName: () => undefined,
  whereisName: () => undefined,
  send: () => undefined,
};

test.each<[string, unknown, unknown]>([
  ['a name that it has not', ['local', 'nobody'], 'process_not_registered'],
  ['a name in a registry that it has not', ['via', registry, 'x'], ['process_not_registered_via', registry]],
])('not under %s', async (_what, name, reason) => {
  await startTestNode().run(async () => {
    processFlag('trap_exit', true);
    const [, pid] = (await procLib.startLink(enter, [name, []])) as ['ok', Address];
    expect(await receive(on(exitFrom(pid), ([, , end]) => end))).toEqual(reason);
  });
});

test('not if proc_lib has not started the process', async () => {
  await startTestNode().run(async () => {
    const pid = spawn(() => genStatem.enterLoop(Machine, [], 's', 'd'));
    expect(await endOf(pid)).toBe('process_was_not_started_by_proc_lib');
  });
});

test('it ends with the process that started it', async () => {
  await startTestNode().run(async () => {
    const me = self();
    spawn(async () => {
      const run = () => {
        processFlag('trap_exit', true);
        procLib.initAck(['ok', self()]);
        return genStatem.enterLoop(Machine, [], 's', me);
      };
      send(me, await procLib.startLink(run, []));
      exit('gone');
    });
    const pid = await receive(on(['ok', P._], ([, pid]) => pid as Address));
    expect(await receive(on(['terminate', P._], ([, reason]) => reason))).toBe('gone');
    expect(['gone', 'noproc']).toContain(await endOf(pid));
  });
});
