import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import {
  catchTerm,
  currentNode,
  exit,
  on,
  processInfo,
  receive,
  self,
  send,
  spawn,
  spawnLink,
  type Address,
  type ReportEvent,
} from 'regent-otp';
import { sys } from 'regent-otp/behaviours';
import { Agent, GenServer, Process, Supervisor } from 'regent-otp/elixir';
import { endOf } from '../../support/endOf.js';
import { forever } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { topologies } from '../../support/topologies.js';

const inProcess = (action: () => Promise<void>) => startTestNode().run(action);

const structOf = (struct: string) => ['EXIT', [expect.objectContaining({ __struct__: struct }), expect.any(Error)]];
const clause = ['EXIT', ['function_clause', expect.any(Error)]];
const pidIn = (started: unknown) => (started as readonly ['ok', Address])[1];

class Plain extends GenServer<unknown> {}

describe('GenServer', () => {
  test('a server without callbacks has Elixirs', () =>
    inProcess(async () => {
      const reports: ReportEvent[] = [];
      currentNode().on('report', (report) => reports.push(report));
      const pid = pidIn(await GenServer.start(Plain, 'state', { name: 'plain' }));
      send(pid, 'hello');
      expect(await sys.getState(pid)).toBe('state');
      expect(reports).toEqual([
        {
          level: 'error',
          label: ['Elixir.GenServer', 'no_handle_info'],
          report: { module: 'Plain', message: 'hello', name: 'plain' },
        },
      ]);
      await sys.suspend(pid);
      expect(await sys.changeCode(pid, Plain, 'old', [])).toBe('ok');
      await sys.resume(pid);
      const called = (await catchTerm(() => GenServer.call(pid, 'x', 100))) as any;
      const raised = {
        __struct__: 'Elixir.RuntimeError',
        __exception__: true,
        message: 'attempted to call GenServer :plain but no handle_call/3 clause was provided',
      };
      expect(called).toEqual([
        'EXIT',
        [
          [raised, expect.any(Error)],
          ['Elixir.GenServer', 'call', [pid, 'x', 100]],
        ],
      ]);
      const named = pidIn(await GenServer.start(Plain, 'state', { name: 'Elixir.My.Server' }));
      GenServer.cast('Elixir.My.Server', 'x');
      expect(await endOf(named)).toEqual([
        expect.objectContaining({ message: expect.stringContaining('GenServer My.Server but') }),
        expect.any(Error),
      ]);
    }));

  test('arguments that make no sense are a function_clause; nil is a name that nobody has', () =>
    inProcess(async () => {
      expect(await catchTerm(() => GenServer.call('x', 'y', -1))).toEqual(clause);
      expect(await catchTerm(() => GenServer.call(7 as never, 'y'))).toEqual(clause);
      expect(await catchTerm(() => GenServer.cast(7 as never, 'y'))).toEqual(clause);
      expect(GenServer.cast(null, 'y')).toBe('ok');
      expect(GenServer.cast('nobody', 'y')).toBe('ok');
      expect(GenServer.whereis(null)).toBeNull();
      expect(await catchTerm(() => GenServer.stop(null))).toEqual([
        'EXIT',
        ['noproc', ['Elixir.GenServer', 'stop', [null, 'normal', 'infinity']]],
      ]);
      for (const name of [7, ['local', 'x'], ['via', 7, 8]]) {
        expect(await catchTerm(() => GenServer.start(Plain, 1, { name } as never))).toEqual(
          structOf('Elixir.ArgumentError'),
        );
      }
    }));

  test('a server that ends otherwise than it was told is told to who stops it', () =>
    inProcess(async () => {
      class Odd extends Plain {
        override terminate() {
          exit('odd');
        }
      }
      const pid = pidIn(await GenServer.start(Odd, 1));
      expect(await catchTerm(() => GenServer.stop(pid, 'shutdown', 1000))).toEqual([
        'EXIT',
        ['odd', ['Elixir.GenServer', 'stop', [pid, 'shutdown', 1000]]],
      ]);
    }));

  test.each(topologies)('a lost node is named: $topology', async ({ topology, start }) => {
    const { a, b, stop } = await start();
    if (topology !== 'local') {
      const far = await b.run(() => spawn(forever));
      await b.stop();
      await a.run(async () => {
        for (const server of [far, ['name', 'b'] as const]) {
          expect(await catchTerm(() => GenServer.call(server, 'x'))).toEqual([
            'EXIT',
            [
              ['nodedown', 'b'],
              ['Elixir.GenServer', 'call', [server, 'x', 5000]],
            ],
          ]);
        }
      });
    }
    await stop();
  });
});

describe('Supervisor', () => {
  test('children are modules, modules with an argument, specifications, or tuples', () =>
    inProcess(async () => {
      const worker = { startLink: () => ['ok', spawnLink(forever)] };
      const tuple = ['t', [worker, 'start_link', []], 'permanent', 5000, 'worker', ['w']] as const;
      class Numbers extends Agent {
        static override startLink(list: readonly number[]) {
          return Agent.startLink(() => list);
        }
      }
      await Supervisor.startLink([Numbers, tuple], { strategy: 'one_for_all', name: 'sup' });
      expect((await Supervisor.startChild('sup', [Agent, () => 0]))[0]).toBe('ok');
      expect((await Supervisor.startChild('sup', { id: 'm', start: [worker, 'start_link', []] }))[0]).toBe('ok');
      expect((await Supervisor.whichChildren('sup')).map(([id]) => id)).toEqual(['m', 'Elixir.Agent', 't', 'Numbers']);
      expect(await Supervisor.startChild('sup', tuple)).toEqual(['error', ['already_started', expect.anything()]]);
      expect(await Supervisor.stop('sup')).toBe('ok');
    }));

  test('with simple_one_for_one startChild takes arguments', () =>
    inProcess(async () => {
      const spec = { id: 'x', start: [Agent, 'start_link', []] } as const;
      await Supervisor.startLink([spec], { strategy: 'simple_one_for_one', name: 'sup' });
      const started = await Supervisor.startChild('sup', [() => 5]);
      expect(await Agent.get(pidIn(started), (n: number) => n)).toBe(5);
    }));

  test('what makes no sense is an ArgumentError', () =>
    inProcess(async () => {
      const wrong = structOf('Elixir.ArgumentError');
      expect(await catchTerm(() => Supervisor.startLink([], {} as never))).toEqual(wrong);
      expect(await catchTerm(() => Supervisor.startLink(['x' as never], { strategy: 'one_for_one' }))).toEqual(wrong);
      expect(await catchTerm(() => Supervisor.childSpec(Agent, { idd: 1 } as never))).toEqual(wrong);
      const tuple = ['t', ['m', 'f', []], 'permanent', 5000, 'worker', ['w']];
      expect(await catchTerm(() => Supervisor.childSpec(tuple))).toEqual(wrong);
    }));

  test('requests to nobody exit in Elixirs form', () =>
    inProcess(async () => {
      expect(await catchTerm(() => Supervisor.deleteChild('nobody', 'x'))).toEqual([
        'EXIT',
        ['noproc', ['Elixir.GenServer', 'call', ['nobody', ['delete_child', 'x'], 'infinity']]],
      ]);
    }));
});

describe('Process', () => {
  test('has nil where Erlang has undefined', () =>
    inProcess(async () => {
      expect([Process.get('k'), Process.get('k', 'd'), Process.put('k', 1), Process.put('k', 2)]).toEqual([
        null,
        'd',
        null,
        1,
      ]);
      expect([Process.delete('k'), Process.delete('k'), Process.get()]).toEqual([2, null, []]);
      expect(Process.whereis('nobody')).toBeNull();
      const gone = spawn(() => 0);
      await endOf(gone);
      expect([Process.info(gone), Process.info(gone, 'links'), Process.info(gone, 'registered_name')]).toEqual([
        null,
        null,
        null,
      ]);
      expect(Process.info(self(), 'registered_name')).toEqual(['registered_name', []]);
      expect(Process.info(self(), ['trap_exit', 'links'])).toEqual(processInfo(self(), ['trap_exit', 'links']));
    }));

  test('has Elixirs argument order', () =>
    inProcess(async () => {
      expect(Process.register(self(), 'me')).toBe(true);
      expect(Process.info(self(), 'registered_name')).toEqual(['registered_name', 'me']);
      Process.sendAfter('me', 'tick', 0);
      expect(await receive(on(P._, (message: unknown) => message))).toBe('tick');
      const pid = Process.spawn(forever, []);
      expect(Process.groupLeader(pid, self())).toBe(true);
      expect(processInfo(pid, 'group_leader')).toEqual(['group_leader', self()]);
      expect(Process.groupLeader()).toBe(processInfo(self(), 'group_leader')![1]);
      const ref = Process.monitor(pid);
      Process.exit(pid, 'over');
      expect(await receive(on(['DOWN', ref, 'process', pid, 'over'], () => 'seen'))).toBe('seen');
      expect(await Process.sleep(0)).toBe('ok');
    }));

  test('a name that cannot be given is an ArgumentError', () =>
    inProcess(async () => {
      Process.register(self(), 'me');
      expect(await catchTerm(() => Process.register(self(), 'again'))).toEqual(structOf('Elixir.ArgumentError'));
      expect(await catchTerm(() => Process.register(self(), null as never))).toEqual(clause);
    }));

  test('send tells whether it would have had to connect', () =>
    inProcess(async () => {
      expect(Process.send(self(), 1, [])).toBe('ok');
      expect(Process.send(self(), 2, ['nosuspend', 'noconnect'])).toBe('ok');
      expect(Process.send(['x', 'nowhere'], 3, ['noconnect'])).toBe('noconnect');
      expect([
        await receive(on(P._, (message: unknown) => message)),
        await receive(on(P._, (message: unknown) => message)),
      ]).toEqual([1, 2]);
    }));

  test('a name of another node is refused by what it is', async () => {
    const { a, b, stop } = await topologies[1]!.start();
    const far = await b.run(() => spawn(forever));
    await a.run(async () => {
      expect(await catchTerm(() => Process.register(far, 'far'))).toMatchObject([
        'EXIT',
        [{ message: expect.stringContaining('another node') }, expect.anything()],
      ]);
    });
    await stop();
  });
});
