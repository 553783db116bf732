import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import {
  Address,
  error,
  exit,
  ExitError,
  get,
  on,
  processFlag,
  processInfo,
  receive,
  self,
  send,
  spawnLink,
  whereis,
} from 'regent-otp';
import { supervisor, Supervisor, type SupervisorInit } from 'regent-otp/supervisors';
import { startTestNode } from '../../support/startTestNode.js';
import { endOf, Given, ids, journal, messages, pidOf, shut, startSupervisor } from '../journal.js';

const one = { strategy: 'one_for_one', intensity: 10, period: 5 };

test('children are started in the order of their specifications and listed the last started first', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a'), child('b'), child('c')]);
    expect(since()).toEqual([
      ['start', 'a'],
      ['start', 'b'],
      ['start', 'c'],
    ]);
    expect(await supervisor.whichChildren(sup)).toEqual([
      ['c', expect.any(Address), 'worker', ['Ch']],
      ['b', expect.any(Address), 'worker', ['Ch']],
      ['a', expect.any(Address), 'worker', ['Ch']],
    ]);
    expect(await supervisor.countChildren(sup)).toEqual([
      ['specs', 3],
      ['active', 3],
      ['supervisors', 0],
      ['workers', 3],
    ]);
  });
});

test('children are stopped in reverse order before the supervisor ends', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [child('a'), child('b'), child('c')]);
    since();
    expect(await shut(sup)).toBe('shutdown');
    expect(since()).toEqual([
      ['stop', 'c', 'shutdown'],
      ['stop', 'b', 'shutdown'],
      ['stop', 'a', 'shutdown'],
    ]);
  });
});

// A port's own start function beside what it inherits.
class Bank extends Supervisor {
  static startLink(name: string, _limit: number) {
    return supervisor.startLink(['local', name], Bank, [name]);
  }
  static startChild(sup: Address, args: readonly unknown[]) {
    return supervisor.startChild(sup, args);
  }
  init([name]: readonly [string]): SupervisorInit {
    return name === 'nobody' ? 'ignore' : ['ok', [{}, []]];
  }
}

test('a supervisor can have a name, which nobody else can have then', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const started = await Bank.startLink('bank', 10);
    expect(started).toEqual(['ok', whereis('bank')]);
    expect(await Bank.startLink('bank', 10)).toEqual(['error', ['already_started', whereis('bank')]]);
    expect(await supervisor.whichChildren('bank')).toEqual([]);
  });
});

test("an init that gives 'ignore' starts nothing", async () => {
  const node = startTestNode();
  await node.run(async () => {
    expect(await Bank.startLink('nobody', 10)).toBe('ignore');
    expect(whereis('nobody')).toBeUndefined();
  });
});

test('an init may be asynchronous', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  class Late extends Supervisor {
    async init(name: string): Promise<SupervisorInit> {
      await Promise.resolve();
      return ['ok', [{}, [child(name)]]];
    }
  }
  await node.run(async () => {
    expect(await supervisor.startLink(Late, 'a')).toEqual(['ok', expect.any(Address)]);
    expect(since()).toEqual([['start', 'a']]);
  });
});

test('an init that gives junk, fails or exits is told to the starter, who gets no EXIT message besides', async () => {
  const node = startTestNode();
  await node.run(async () => {
    processFlag('trap_exit', true);
    expect(await supervisor.startLink(Given, 'junk')).toEqual(['error', ['bad_return', ['Given', 'init', 'junk']]]);
    expect(await supervisor.startLink(Given, ['ok', []])).toEqual([
      'error',
      ['bad_return', ['Given', 'init', ['ok', []]]],
    ]);
    expect(await supervisor.startLink(Given, () => error('bad'))).toEqual(['error', ['bad', expect.any(Error)]]);
    expect(await supervisor.startLink(Given, () => exit('x'))).toEqual(['error', 'x']);
    expect(await messages()).toEqual([]);
  });
});

test('bad flags are told in the words of OTP', async () => {
  const node = startTestNode();
  await node.run(async () => {
    processFlag('trap_exit', true);
    const start = (flags: unknown, specs: unknown = []) => supervisor.startLink(Given, ['ok', [flags, specs]]);
    expect(await start({ strategy: 'all' })).toEqual(['error', ['supervisor_data', ['invalid_strategy', 'all']]]);
    expect(await start('flags')).toEqual(['error', ['supervisor_data', ['invalid_type', 'flags']]]);
    expect(await start({}, 'junk')).toEqual(['error', ['function_clause', expect.any(Error)]]);
  });
});

test('bad specifications are told in the words of OTP, and nothing is started', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    processFlag('trap_exit', true);
    const start = (specs: unknown) => supervisor.startLink(Given, ['ok', [one, specs]]);
    expect(await start([child('a'), { id: 'x' }])).toEqual(['error', ['start_spec', 'missing_start']]);
    expect(await start([child('a'), child('a')])).toEqual(['error', ['start_spec', ['duplicate_child_name', 'a']]]);
    expect(since()).toEqual([]);
    expect(await messages()).toEqual([]);
  });
});

describe('when a child cannot be started', () => {
  const failures: readonly (readonly [string, () => unknown, unknown])[] = [
    ['fails', () => error('bad'), ['EXIT', ['bad', expect.any(Error)]]],
    ['exits', () => exit('x'), ['EXIT', 'x']],
    ['throws', () => throwing('x'), 'x'],
    ['gives junk', () => 'junk', 'junk'],
    ['gives an error', () => ['error', 'no'], 'no'],
    ['is rejected', () => Promise.reject(new ExitError('x')), ['EXIT', 'x']],
  ];

  test.each(failures)('because its start function %s, those before it are stopped', async (_, instead, reason) => {
    const node = startTestNode();
    const { child, since } = journal();
    await node.run(async () => {
      processFlag('trap_exit', true);
      const specs = [child('a'), child('b'), child('c', {}, { instead }), child('d')];
      expect(await supervisor.startLink(Given, ['ok', [one, specs]])).toEqual([
        'error',
        ['shutdown', ['failed_to_start_child', 'c', reason]],
      ]);
      expect(since()).toEqual([
        ['start', 'a'],
        ['start', 'b'],
        ['start', 'c'],
        ['stop', 'b', 'shutdown'],
        ['stop', 'a', 'shutdown'],
      ]);
      expect(await messages()).toEqual([]);
    });
  });

  test('because there is no such function, the reason is undef', async () => {
    const node = startTestNode();
    await node.run(async () => {
      processFlag('trap_exit', true);
      for (const start of [
        [Given, 'nothing', []],
        ['bank', 'start_link', []],
        [{}, 'startLink', []],
      ]) {
        expect(await supervisor.startLink(Given, ['ok', [one, [{ id: 'a', start }]]])).toEqual([
          'error',
          ['shutdown', ['failed_to_start_child', 'a', ['EXIT', ['undef', expect.any(Error)]]]],
        ]);
      }
    });
  });
});

function throwing(term: unknown): never {
  throw term;
}

test("a start function may give more than the process, or 'ignore'", async () => {
  const node = startTestNode();
  const { child } = journal();
  const linked = () => spawnLink(() => receive());
  await node.run(async () => {
    const ignoring = { instead: () => 'ignore' };
    const sup = await startSupervisor(one, [
      child('a', {}, { instead: () => ['ok', linked(), 'info'] }),
      child('b', {}, ignoring),
      child('c', { restart: 'temporary' }, ignoring),
    ]);
    expect(await ids(sup)).toEqual([
      ['b', undefined],
      ['a', 'pid'],
    ]);
  });
});

test('a thrown start result counts as returned', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const sup = await startSupervisor(one, [
      child('a', {}, { instead: () => throwing(['ok', spawnLink(() => receive())]) }),
    ]);
    expect(await ids(sup)).toEqual([['a', 'pid']]);
  });
});

test('the old tuples are still taken, for flags and for specifications', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const { start } = child('a');
    const sup = await startSupervisor(
      ['one_for_all', 1, 5],
      [['a', start, 'transient', 'brutal_kill', 'worker', ['ch']]],
    );
    expect(await supervisor.getChildspec(sup, 'a')).toEqual([
      'ok',
      {
        id: 'a',
        start,
        restart: 'transient',
        significant: false,
        shutdown: 'brutal_kill',
        type: 'worker',
        modules: ['ch'],
      },
    ]);
  });
});

test('flags and specifications may be Maps, and ids any term', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    const spec = new Map<string, unknown>(Object.entries(child('a', { id: ['worker', { n: 1 }] })));
    const sup = await startSupervisor(new Map([['intensity', 2]]), [spec, child('b', { id: Bank })]);
    expect(await ids(sup)).toEqual([
      ['Bank', 'pid'],
      [['worker', { n: 1 }], 'pid'],
    ]);
    expect(await supervisor.terminateChild(sup, ['worker', { n: 1 }])).toBe('ok');
    expect(await supervisor.terminateChild(sup, Bank)).toBe('ok');
    expect(await supervisor.terminateChild(sup, ['worker', { n: 2 }])).toEqual(['error', 'not_found']);
  });
});

test('a supervisor ends with its parent, after its children', async () => {
  const node = startTestNode();
  const { child, since } = journal();
  await node.run(async () => {
    processFlag('trap_exit', true);
    const me = self();
    const parent = spawnLink(async () => {
      send(me, ['sup', await startSupervisor(one, [child('a'), child('b')])]);
      processFlag('trap_exit', false);
      await receive();
    });
    const sup = await receive(on(['sup', P.instanceOf(Address)], (message) => message[1]));
    since();
    expect(await endOf(sup, () => exit(parent, 'gone'))).toBe('gone');
    expect(since()).toEqual([
      ['stop', 'b', 'shutdown'],
      ['stop', 'a', 'shutdown'],
    ]);
  });
});

test('a supervisor shows itself as one', async () => {
  const node = startTestNode();
  const { child } = journal();
  await node.run(async () => {
    let initialCall: unknown;
    class Shown extends Supervisor {
      init(): SupervisorInit {
        initialCall = get('$initial_call');
        return ['ok', [{}, [child('a')]]];
      }
    }
    const [, sup] = (await supervisor.startLink(Shown, [])) as ['ok', Address];
    expect(initialCall).toEqual(['supervisor', 'Shown', 1]);
    expect(processInfo(sup, 'trap_exit')).toEqual(['trap_exit', true]);
    expect(processInfo(sup, 'links')?.[1]).toContain(await pidOf(sup, 'a'));
  });
});
