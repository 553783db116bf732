/** Elixir's GenServer, Task, Agent, Supervisor, PartitionSupervisor: src_ex/area_elixir_misc.ex, line for line. */
import { P } from 'ts-pattern';
import { Address, down, ErlangError, exit, ExitError, node, on, receive, self, send, spawn } from 'regent-otp';
import { sys } from 'regent-otp/behaviours';
import { Agent, GenServer, Process, Supervisor, Task } from 'regent-otp/elixir';
import * as t from '../t.js';

class GsEx extends GenServer<any> {
  static override startLink(x: unknown) {
    return GenServer.startLink(GsEx, x);
  }
  override init(s: unknown) {
    return ['ok', s] as const;
  }
  override handleCall(request: unknown, _f: unknown, s: unknown): any {
    switch (request) {
      case 'get':
        return ['reply', s, s];
      case 'noreply':
        return ['noreply', s];
      case 'stop_self':
        return catchExit(() => GenServer.stop(self())).then((r) => ['reply', r, s]);
      case 'crash':
        return exit('crashed');
    }
  }
  override handleCast([, v]: any, _s: unknown) {
    return ['noreply', v] as const;
  }
}
Object.defineProperty(GsEx, 'name', { value: 'Elixir.GsEx' });

async function catchExit(f: () => unknown): Promise<unknown> {
  try {
    return await f();
  } catch (thrown) {
    if (thrown instanceof ExitError) return thrown.reason;
    throw thrown;
  }
}

async function structRaisedBy(f: () => unknown): Promise<unknown> {
  try {
    return await f();
  } catch (thrown) {
    if (thrown instanceof ErlangError) return (thrown.reason as { __struct__: string }).__struct__;
    throw thrown;
  }
}

const l = (n: string, v: unknown) => t.log('result', n, v);

const ok = async (started: unknown) => ((await started) as ['ok', Address])[1];

async function s01() {
  const p = await ok(GenServer.start(GsEx, 's'));
  const d = await ok(GenServer.start(GsEx, 's'));
  await GenServer.stop(d);
  l('p,d,self', [p, d, self()]);
  await t.try_('nil', () => GenServer.call(null, 'get', 500));
  await t.try_('dead', () => GenServer.call(d, 'get'));
  await t.try_('unknown', () => GenServer.call('ex01_none', 'get'));
  await t.try_('self', () => GenServer.call(self(), 'get'));
  await t.try_('timeout', () => GenServer.call(p, 'noreply', 20));
  await t.try_('{global}', () => GenServer.call(['global', 'ex01'], 'get'));
  await t.try_('crash', () => GenServer.call(p, 'crash'));
}

async function s02() {
  const p = await ok(GenServer.start(GsEx, 's'));
  l('p', p);
  l('from inside', await GenServer.call(p, 'stop_self'));
  await t.try_('', () => GenServer.stop(p));
  await t.try_('dead', () => GenServer.stop(p));
  await t.try_('unknown', () => GenServer.stop('ex02_none', 'why', 100));
}

async function s03() {
  const p = await ok(GenServer.startLink(GsEx, 's', { name: 'ex03' }));
  l('p', p);
  l('again', await GenServer.startLink(GsEx, 's', { name: 'ex03' }));
  l('', GenServer.whereis('ex03'));
  l('', GenServer.whereis(['ex03', node()]));
  l('', GenServer.whereis(['ex03', 'other@nohost']));
  l('', GenServer.whereis('ex03_none'));
  l('', GenServer.whereis(p));
  const g = await ok(GenServer.startLink(GsEx, 's', { name: ['global', 'ex03g'] } as never));
  l('', GenServer.whereis(['global', 'ex03g']) === g);
  const a = await ok(GenServer.startLink(GsEx, 's', { name: null }));
  l('anonymous', Process.info(a, 'registered_name'));
  const binary = Buffer.from('str');
  l('bad name', await structRaisedBy(() => GenServer.startLink(GsEx, 's', { name: binary } as never)));
}

class Min extends GenServer<unknown> {
  override init(s: unknown) {
    return ['ok', s] as const;
  }
}

const hide = (m: string) => m.replaceAll(/#PID<[^>]+>/g, '#PID');
const raised = [{ __struct__: 'Elixir.RuntimeError', message: P.string }, P._] as const;

async function s04() {
  const p = await ok(GenServer.start(Min, 's'));
  send(p, 'hey');
  l('state', await sys.getState(p));
  const r = Process.monitor(p);
  GenServer.cast(p, 'x');
  await receive(
    on(['DOWN', r, P._, P._, raised], ([, , , , [{ __struct__, message }]]) =>
      t.log('down', 'cast', [__struct__, hide(message)]),
    ),
  );
  const q = await ok(GenServer.start(Min, 's'));
  const reason = await catchExit(() => GenServer.call(q, 'x'));
  const call = on([raised, ['Elixir.GenServer', 'call', [q, 'x', 5000]]], ([[{ __struct__, message }]]) =>
    l('call', [__struct__, hide(message)]),
  );
  if (call.matches(reason)) call.handler(reason as never);
}

async function s05() {
  const t1 = Task.async(() => 42);
  l('', await Task.await(t1));
  await t.none();
  const t2 = Task.async(() => 'hi');
  await receive(on([t2.ref, P._], (message) => l('raw message', message)));
  await receive(on(P._, (m) => t.log('recv', 'DOWN follows', m)));
  await t.none();
}

async function s06() {
  t.trap();
  const t1 = Task.async(() => Process.sleep(500));
  const reason = await catchExit(() => Task.await(t1, 30));
  const shape = ['timeout', ['Elixir.Task', 'await', [{ __struct__: 'Elixir.Task' }, 30]]] as const;
  if (on(shape, () => 'ok').matches(reason)) l('', ['exit', 'timeout', 'shape_ok']);
}

async function s07() {
  t.trap();
  const t1 = Task.async(() => exit('boom'));
  l('pid', t1.pid);
  const [r, [m, f, [{ __struct__ }, to]]] = (await catchExit(() => Task.await(t1))) as any;
  if (m === 'Elixir.Task' && f === 'await' && __struct__ === 'Elixir.Task') l('', [r, to]);
  await t.recv();
}

async function s08() {
  const t1 = Task.async(() => Process.sleep(1000));
  l('yield', await Task.yield(t1, 20));
  l('shutdown', await Task.shutdown(t1));
  const t2 = Task.async(() => 'v');
  l('yield', await Task.yield(t2, 500));
  const t3 = Task.async(() => Process.sleep(1000));
  l('brutal', await Task.shutdown(t3, 'brutal_kill'));
  t.trap();
  const t4 = Task.async(() => exit('bad'));
  l('crashed', await Task.yield(t4, 500));
  await receive(on(['EXIT', P._, P._], ([, , r]) => t.log('recv', '', ['EXIT', r])));
  const t5 = Task.async(() => 'done');
  await Process.sleep(30);
  l('shutdown of finished', await Task.shutdown(t5));
}

async function toList(stream: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const list: unknown[] = [];
  for await (const element of stream) list.push(element);
  return list;
}

async function s10() {
  const doubled = async (x: number) => {
    await Process.sleep(x * 10);
    return x * 2;
  };
  l('', await toList(Task.asyncStream([3, 2, 1], doubled)));
  const slept = (ms: number) => async (x: number) => {
    await Process.sleep(x * ms);
    return x;
  };
  l('unordered', await toList(Task.asyncStream([8, 4, 1], slept(20), { ordered: false, max_concurrency: 3 })));
  l('timeout', await toList(Task.asyncStream([1, 20], slept(10), { timeout: 100, on_timeout: 'kill_task' })));
}

async function s11() {
  const me = self();
  spawn(async () => {
    send(
      me,
      Task.async(() => receive(on('x', () => 1))),
    );
    await Process.sleep(500);
  });
  const t1 = await receive(on(P._, (x: any) => x as Task));
  l('', await structRaisedBy(() => Task.await(t1)));
}

async function s12() {
  const slow = async () => {
    await Process.sleep(30);
    return 1;
  };
  l('', await Task.awaitMany([Task.async(slow), Task.async(() => 2)]));
  const ts: readonly Task[] = [Task.async(() => 1), Task.async(() => Process.sleep(1000))];
  l(
    'yield_many',
    (await Task.yieldMany(ts, 50)).map(([, result]) => result),
  );
}

async function s13() {
  const a = await ok(Agent.startLink(() => 1));
  l('', await Agent.get(a, (n: number) => n));
  l('', await Agent.update(a, (n: number) => n + 1));
  l('', await Agent.getAndUpdate(a, (n: number) => [n, n * 10]));
  l(
    '',
    Agent.cast(a, (n: number) => n + 5),
  );
  l('', await Agent.get(a, (n: number) => n));
  l('', await Agent.stop(a));
  const [r, [m, f, [x, [get], to]]] = (await catchExit(() => Agent.get(a, (n: number) => n))) as any;
  if (m === 'Elixir.GenServer' && f === 'call' && get === 'get' && to === 5000) l('dead', [r, x === a]);
}

async function s14() {
  const a = await ok(Agent.start(() => 1));
  const r = Process.monitor(a);
  const [w, [m, f]] = (await catchExit(() => Agent.get(a, () => exit('bad')))) as any;
  if (m === 'Elixir.GenServer' && f === 'call') l('caller', w);
  await receive(on(down(r), ([, , , , why]) => t.log('down', '', why)));
}

async function s15() {
  const s = await ok(
    Supervisor.startLink(
      [
        [GsEx, 'a1'],
        { id: 'b', restart: 'temporary', start: [GenServer, 'start_link', [GsEx, 'b1']] },
        Supervisor.childSpec([Agent, () => 0], { id: 'ag' }),
      ],
      { strategy: 'one_for_one' },
    ),
  );
  l(
    '',
    (await Supervisor.whichChildren(s)).map(([i, p, type, m]) => [i, p instanceof Address, type, m]),
  );
  l('', await Supervisor.countChildren(s));
  l('', await Supervisor.terminateChild(s, GsEx));
  const [r] = await Supervisor.restartChild(s, GsEx);
  l('', r);
  l('', await Supervisor.deleteChild(s, GsEx));
  l('', await Supervisor.terminateChild(s, 'b'));
  l('', await Supervisor.deleteChild(s, 'b'));
  l(
    '',
    (await Supervisor.whichChildren(s)).map(([id]) => id),
  );
}

async function s19() {
  const r = Process.sendAfter(self(), 'hi', 20);
  l('int', Number.isInteger(Process.readTimer(r)));
  await t.recv();
  l('', Process.cancelTimer(r));
  l('', Process.readTimer(r));
}

class Cont extends GenServer<any> {
  override init(x: number) {
    return ['ok', x, ['continue', 'c']] as const;
  }
  override handleContinue(_c: unknown, x: unknown) {
    return ['noreply', ['continued', x]] as const;
  }
  override handleCall(_get: unknown, _: unknown, s: unknown) {
    return ['reply', s, s] as const;
  }
}

async function s20() {
  const p = await ok(GenServer.startLink(Cont, 1));
  l('', await GenServer.call(p, 'get'));
}

async function s21() {
  l('', await Task.await(Task.completed('v')));
  const t1 = Task.async(() => receive(on('go', () => 'x')));
  l('ignore', await Task.ignore(t1));
  send(t1.pid!, 'go');
  await t.wait(t1.pid!);
  await t.none();
}

export const scenarios: readonly t.Scenario[] = [
  ['EX-01-genserver-call-exits', s01],
  ['EX-02-genserver-stop', s02],
  ['EX-03-genserver-names', s03],
  ['EX-04-genserver-defaults', s04],
  ['EX-05-task-async-await', s05],
  ['EX-06-task-await-timeout', s06],
  ['EX-07-task-crash-linked', s07],
  ['EX-08-task-yield-shutdown', s08],
  ['EX-10-task-async-stream', s10],
  ['EX-11-task-await-not-owner', s11],
  ['EX-12-task-await-many', s12],
  ['EX-13-agent', s13],
  ['EX-14-agent-crash', s14],
  ['EX-15-supervisor-api', s15],
  ['EX-19-process-send-after', s19],
  ['EX-20-genserver-continue-and-info', s20],
  ['EX-21-task-completed-and-ignore', s21],
];
