import { describe, expect, test } from 'vitest';
import {
  Address,
  after,
  catchTerm,
  ErlangError,
  exit,
  on,
  processFlag,
  receive,
  self,
  send,
  spawnLink,
  whereis,
} from 'regent-otp';
import { genServer, GenServer, ok, reply } from 'regent-otp/behaviours';
import {
  dynamicSupervisor,
  partitionSupervisor,
  supervisor,
  type ChildSpec,
  type PartitionOptions,
} from 'regent-otp/supervisors';
import { startTestNode } from '../../support/startTestNode.js';
import { endOf, journal, messages, shut, startSupervisor } from '../journal.js';

// Answers with what it was started with, and with its address.
class Echo extends GenServer<unknown> {
  static startLink(arg: unknown) {
    return genServer.startLink(Echo, arg);
  }
  static childSpec(arg: unknown): ChildSpec {
    return { id: 'echo', start: [Echo, 'startLink', [arg]] };
  }
  init(arg: unknown) {
    return ok(arg);
  }
  override handleCall(_request: unknown, _from: unknown, arg: unknown) {
    return reply([arg, self()] as const, arg);
  }
}

const via = (name: string, key: unknown) => ['via', partitionSupervisor, [name, key]] as const;

/** Starts a supervisor; the caller traps exits from now on. */
async function start(options: Partial<PartitionOptions> = {}): Promise<Address> {
  processFlag('trap_exit', true);
  const result = await partitionSupervisor.startLink({
    name: 'echoes',
    child_spec: [Echo, 'arg'],
    partitions: 3,
    ...options,
  });
  expect(result).toEqual(['ok', expect.any(Address)]);
  return result[1] as Address;
}

async function pidAt(key: unknown): Promise<Address> {
  return ((await genServer.call(via('echoes', key), 'where')) as [unknown, Address])[1];
}

test('each partition runs the child; its id is its number', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const sup = await start();
    expect(whereis('echoes')).toBe(sup);
    expect(await partitionSupervisor.whichChildren('echoes')).toEqual([
      [2, expect.any(Address), 'worker', ['Echo']],
      [1, expect.any(Address), 'worker', ['Echo']],
      [0, expect.any(Address), 'worker', ['Echo']],
    ]);
    expect(await partitionSupervisor.countChildren('echoes')).toEqual({
      specs: 3,
      active: 3,
      supervisors: 0,
      workers: 3,
    });
    expect(partitionSupervisor.partitions('echoes')).toBe(3);
    expect(await partitionSupervisor.stop('echoes')).toBe('ok');
    expect(whereis('echoes')).toBeUndefined();
  });
});

test('an integer leads to the partition of its remainder', async () => {
  const node = startTestNode();
  await node.run(async () => {
    await start();
    const children = [...(await partitionSupervisor.whichChildren('echoes'))].reverse();
    for (const key of [0, 1, 2, 3, -4, 3002]) expect(await pidAt(key)).toBe(children[Math.abs(key) % 3]![1]);
  });
});

test('any other term always leads to the same partition, and terms are spread over all', async () => {
  const node = startTestNode();
  await node.run(async () => {
    await start();
    const used = new Set<Address>();
    for (let n = 0; n < 50; n++) {
      for (const key of [`key ${n}`, ['user', n], { n }, 1.5 + n]) {
        const pid = await pidAt(key);
        expect(await pidAt(structuredClone(key))).toBe(pid);
        used.add(pid);
      }
    }
    expect(used.size).toBe(3);
    expect(await pidAt(self())).toBe(await pidAt(self()));
    for (const key of [null, undefined, true, () => 1, new Map()]) expect(await pidAt(key)).toBeInstanceOf(Address);
  });
});

test('messages can be sent by key', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const me = self();
    const forward = () => {
      const pid = spawnLink(() => receive(on(['hello'], (message) => send(me, ['forwarded', self(), message]))));
      return ['ok', pid];
    };
    const sup = await start({ child_spec: child('x', {}, { instead: forward }), partitions: 1 });
    expect(partitionSupervisor.send(['echoes', 'key'], ['hello'])).toEqual(['hello']);
    const pid = partitionSupervisor.whereisName(['echoes', 'key']);
    expect(await receive(on(['forwarded', pid!, ['hello']], () => 'seen'))).toBe('seen');
    await shut(sup);
  });
});

test('a partition that crashes is restarted, and found again', async () => {
  const node = startTestNode();
  await node.run(async () => {
    await start();
    const [old, other] = [await pidAt(1), await pidAt(2)];
    await endOf(old, () => exit(old, 'boom'));
    await partitionSupervisor.countChildren('echoes');
    expect(await pidAt(1)).not.toBe(old);
    expect(await pidAt(2)).toBe(other);
  });
});

test('with one_for_all the other partitions are restarted too', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const sup = await start({ strategy: 'one_for_all', max_restarts: 1 });
    const old = await Promise.all([0, 1, 2].map(pidAt));
    await endOf(old[1]!, () => exit(old[1]!, 'boom'));
    await partitionSupervisor.countChildren('echoes');
    const now = await Promise.all([0, 1, 2].map(pidAt));
    expect(now.filter((pid) => old.includes(pid))).toEqual([]);
    expect(await endOf(sup, () => exit(now[0]!, 'boom'))).toBe('shutdown');
  });
});

test('each partition can have its own arguments', async () => {
  const node = startTestNode();
  await node.run(async () => {
    await start({ with_arguments: ([arg], partition) => [[arg, partition]] });
    expect(await genServer.call(via('echoes', 2), 'what')).toEqual([['arg', 2], expect.any(Address)]);
  });
});

test('a start function may fail, or give more than the process', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    processFlag('trap_exit', true);
    const begin = (instead: () => unknown, name = 'p') =>
      partitionSupervisor.startLink({ name, child_spec: child('x', {}, { instead }), partitions: 1 });
    expect(await begin(() => exit('no'))).toEqual([
      'error',
      ['shutdown', ['failed_to_start_child', 0, ['EXIT', 'no']]],
    ]);
    expect(await begin(() => ['ok', spawnLink(() => receive()), 'info'])).toEqual(['ok', expect.any(Address)]);
    expect(partitionSupervisor.whereisName(['p', 7])).toBeInstanceOf(Address);
    expect(await begin(() => 'ignore')).toEqual(['error', ['already_started', whereis('p')]]);
  });
});

test('partitions can be stopped and started again', async () => {
  const node = startTestNode();
  await node.run(async () => {
    await start();
    const first = await pidAt(0);
    expect(await partitionSupervisor.resize('echoes', 1)).toBe(3);
    expect(await pidAt(1)).toBe(first);
    expect(await partitionSupervisor.countChildren('echoes')).toMatchObject({ specs: 3, active: 1 });
    expect(await partitionSupervisor.resize('echoes', 3)).toBe(1);
    expect(await pidAt(1)).not.toBe(first);
    expect(await partitionSupervisor.resize('echoes', 3)).toBe(3);
    expect(partitionSupervisor.partitions('echoes')).toBe(3);
    expect(await partitionSupervisor.resize('echoes', 0)).toBe(3);
    expect(await raisedBy(() => genServer.call(via('echoes', 1), 'where'))).toMatchObject(argumentError);
    for (const wrong of [4, -1, 1.5]) {
      expect(await raisedBy(() => partitionSupervisor.resize('echoes', wrong))).toMatchObject(argumentError);
    }
  });
});

const argumentError = { reason: { __struct__: 'Elixir.ArgumentError' } };

async function raisedBy(action: () => unknown): Promise<unknown> {
  try {
    return await action();
  } catch (thrown) {
    return thrown;
  }
}

test('a partition that cannot be started again is an error', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    let calls = 0;
    const instead = () => (++calls > 2 ? ['error', 'no'] : ['ok', spawnLink(() => receive())]);
    await start({ child_spec: child('x', {}, { instead }), partitions: 2 });
    await partitionSupervisor.resize('echoes', 1);
    expect(await raisedBy(() => partitionSupervisor.resize('echoes', 2))).toMatchObject({ reason: 'no' });
    expect(partitionSupervisor.partitions('echoes')).toBe(1);
  });
});

describe('options that make no sense are an ArgumentError that names them', () => {
  const good = { name: 'p', child_spec: [Echo, 1] };
  test.each([
    [{}, /name/],
    [{ name: 'p' }, /child_spec/],
    [{ ...good, child_spec: 'x' }, /childSpec/],
    [{ ...good, partitions: 0 }, /partitions .* 0/],
    [{ ...good, with_arguments: 1 }, /with_arguments .* 1/],
    [{ ...good, with_arguments: () => 'x' }, /with_arguments .* 'x'/],
    [{ ...good, auto_shutdown: 'any_significant' }, /auto_shutdown .* 'any_significant'/],
    [{ ...good, name: 7 }, /:name option [^]*7/],
  ])('%j', async (options, message) => {
    const node = startTestNode();
    await node.run(async () => {
      const raised = (await raisedBy(() => partitionSupervisor.startLink(options as never))) as ErlangError;
      expect(raised).toMatchObject(argumentError);
      expect(raised.message).toMatch(message);
    });
  });
});

test('without a supervisor of that name a request exits as in Elixir', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const exited = ['EXIT', ['noproc', ['Elixir.PartitionSupervisor', 'partitions', ['none']]]];
    expect(await catchTerm(() => partitionSupervisor.partitions('none'))).toEqual(exited);
    expect(await catchTerm(() => genServer.call(via('none', 1), 'x'))).toEqual(exited);
    // A process that is something else.
    await genServer.startLink(['local', 'none'], Echo, 1);
    expect(await catchTerm(() => partitionSupervisor.partitions('none'))).toEqual(exited);
  });
});

test('such a name can be given to nobody', async () => {
  const node = startTestNode();
  await node.run(async () => {
    await start();
    expect(await genServer.startLink(via('echoes', 1), Echo, 1)).toEqual([
      'error',
      ['already_started', await pidAt(1)],
    ]);
    expect(() => partitionSupervisor.registerName()).toThrow(ErlangError);
    expect(() => partitionSupervisor.unregisterName()).toThrow(ErlangError);
  });
});

test('it runs under another supervisor, and may run supervisors itself', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const options = { name: 'pools', child_spec: [dynamicSupervisor, {}], partitions: 2 } as const;
    const spec = partitionSupervisor.childSpec(options);
    expect(spec).toEqual({ id: 'pools', start: [partitionSupervisor, 'start_link', [options]], type: 'supervisor' });
    const top = await startSupervisor({}, [spec]);
    const started = await dynamicSupervisor.startChild(via('pools', self()), child('a'));
    expect(started[0]).toBe('ok');
    expect((await supervisor.whichChildren('pools')).map(([id, , type]) => [id, type])).toEqual([
      [1, 'supervisor'],
      [0, 'supervisor'],
    ]);
    await shut(top);
    expect(whereis('pools')).toBeUndefined();
    expect(await messages()).toEqual([]);
  });
});

test('by default there are as many partitions as the machine has cores', async () => {
  const node = startTestNode();
  await node.run(async () => {
    await partitionSupervisor.startLink({ name: 'echoes', child_spec: [Echo, 'arg'] });
    expect(partitionSupervisor.partitions('echoes')).toBeGreaterThan(0);
    expect(await receive(after(0, () => 'no message'))).toBe('no message');
  });
});
