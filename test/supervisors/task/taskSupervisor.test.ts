import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import {
  catchTerm,
  down,
  EncodeError,
  exit,
  get,
  monitor,
  on,
  processFlag,
  processInfo,
  receive,
  self,
  send,
  spawn,
  whereis,
  type Address,
} from 'regent-otp';
import { genServer, task } from 'regent-otp/behaviours';
import { dynamicSupervisor, supervisor, taskSupervisor, type TaskSupervisorOptions } from 'regent-otp/supervisors';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { topologies } from '../../support/topologies.js';
import { startSupervisor } from '../journal.js';

const inProcess = (action: () => Promise<void>) => startTestNode().run(action);

const start = (options: TaskSupervisorOptions = {}) => taskSupervisor.startLink({ name: 'tasks', ...options });

const calculator = {
  add: (a: number, b: number) => a + b,
  tell: (to: Address) => send(to, [self(), get('$callers')]),
  crash: (to: Address) => (send(to, self()), exit('boom')),
};

const linksOf = (pid: Address) => (processInfo(pid, 'links') as readonly ['links', readonly Address[]])[1];

async function toList<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const element of stream) list.push(element);
  return list;
}

test('async starts a task that is linked with its supervisor and with its owner', () =>
  inProcess(async () => {
    const [, sup] = (await start()) as readonly ['ok', Address];
    const held = await taskSupervisor.async('tasks', () =>
      receive(on('go', () => [get('$ancestors'), get('$callers')])),
    );
    expect(new Set(linksOf(held.pid!))).toEqual(new Set([sup, self()]));
    expect(await taskSupervisor.children('tasks')).toEqual([held.pid]);
    send(held.pid!, 'go');
    expect(await task.await(held)).toEqual([[sup, self()], [self()]]);
    const added = await taskSupervisor.async('tasks', calculator, 'add', [1, 2]);
    expect(await task.await(added)).toBe(3);
    expect(await taskSupervisor.children('tasks')).toEqual([]);
  }));

test('asyncNolink starts one whose crash is only told', () =>
  inProcess(async () => {
    await start();
    const crashing = await taskSupervisor.asyncNolink('tasks', () => exit('boom'));
    expect(await task.yield(crashing)).toEqual(['exit', 'boom']);
    expect(waiting()).toEqual([]);
  }));

test('startChild starts one that does not reply', () =>
  inProcess(async () => {
    await start();
    const [, pid] = (await taskSupervisor.startChild('tasks', calculator, 'tell', [self()])) as readonly [
      'ok',
      Address,
    ];
    expect(await receive(on([pid, [self()]], () => 'told'))).toBe('told');
    const [, held] = (await taskSupervisor.startChild('tasks', forever)) as readonly ['ok', Address];
    expect(await taskSupervisor.children('tasks')).toEqual([held]);
    expect(await taskSupervisor.terminateChild('tasks', held)).toBe('ok');
    expect(await taskSupervisor.terminateChild('tasks', held)).toEqual(['error', 'not_found']);
    expect(await catchTerm(() => taskSupervisor.terminateChild('tasks', 'x' as never))).toEqual([
      'EXIT',
      ['function_clause', expect.any(Error)],
    ]);
  }));

test('a task may be started again when it crashes', () =>
  inProcess(async () => {
    processFlag('trap_exit', true);
    await start({ max_restarts: 1 });
    await taskSupervisor.startChild('tasks', calculator, 'crash', [self()], { restart: 'transient' });
    const runs = [
      await receive(on(P._, (message: unknown) => message)),
      await receive(on(P._, (message: unknown) => message)),
    ];
    expect(new Set(runs.map(String)).size).toBe(2);
  }));

test('a supervisor may be told how its tasks are treated where a request does not say', () =>
  inProcess(async () => {
    processFlag('trap_exit', true);
    const [, sup] = (await start({ restart: 'transient', shutdown: 'brutal_kill', max_restarts: 1 })) as [
      'ok',
      Address,
    ];
    const ref = monitor('process', sup);
    await taskSupervisor.startChild('tasks', calculator, 'crash', [self()]);
    expect(await receive(on(down(ref), ([, , , , reason]) => reason))).toBe('shutdown');
    expect(waiting().length).toBeGreaterThanOrEqual(2);
  }));

test('there is room for so many tasks', () =>
  inProcess(async () => {
    await start({ max_children: 1 });
    const held = await taskSupervisor.async('tasks', forever);
    await expect(taskSupervisor.async('tasks', forever)).rejects.toMatchObject({
      reason: { __struct__: 'Elixir.RuntimeError' },
    });
    expect(await taskSupervisor.startChild('tasks', forever)).toEqual(['error', 'max_children']);
    expect(await taskSupervisor.startChild('tasks', calculator, 'add', [1, 2])).toEqual(['error', 'max_children']);
    await expect(toList(taskSupervisor.asyncStream('tasks', [1], forever))).rejects.toMatchObject({
      reason: { __struct__: 'Elixir.RuntimeError' },
    });
    expect(await task.shutdown(held, 'brutal_kill')).toBeNull();
    expect(waiting()).toEqual([]);
  }));

test('streams run their tasks under it', () =>
  inProcess(async () => {
    await start();
    const add = (n: number) => [n, get('$ancestors')] as const;
    const [[, [n, ancestors]]] = (await toList(taskSupervisor.asyncStream('tasks', [1], add))) as any;
    expect([n, ancestors]).toEqual([1, [whereis('tasks'), self()]]);
    expect(await toList(taskSupervisor.asyncStream('tasks', [1, 2], calculator, 'add', [10]))).toEqual([
      ['ok', 11],
      ['ok', 12],
    ]);
    const fragile = (n: number) => (n === 2 ? exit('boom') : n);
    expect(await toList(taskSupervisor.asyncStreamNolink('tasks', [1, 2, 3], fragile, { shutdown: 100 }))).toEqual([
      ['ok', 1],
      ['exit', 'boom'],
      ['ok', 3],
    ]);
    const owner = spawn(() => toList(taskSupervisor.asyncStream('tasks', [2], fragile)));
    expect(await endOf(owner)).toBe('boom');
    expect(() => taskSupervisor.asyncStream('tasks', [], fragile, { shutdown: 'infinity' as never })).toThrow(
      ':shutdown',
    );
  }));

test('a task ends when its owner does before it is told what to run', () =>
  inProcess(async () => {
    await start();
    const owner = spawn(forever);
    const args = [['nonode@nohost', owner, owner], 'monitor'];
    const started = await genServer.call('tasks', ['start_task', args, 'temporary', null]);
    const [, pid] = started as readonly ['ok', Address];
    const ref = monitor('process', pid);
    exit(owner, 'over');
    expect(await receive(on(down(ref), ([, , , , reason]) => reason))).toEqual(['shutdown', 'over']);
  }));

test('its end ends its tasks', () =>
  inProcess(async () => {
    const top = await startSupervisor({}, [taskSupervisor.childSpec({ name: 'tasks' })]);
    const held = await taskSupervisor.asyncNolink('tasks', forever);
    expect(await supervisor.terminateChild(top, 'tasks')).toBe('ok');
    expect(await task.yield(held)).toEqual(['exit', 'shutdown']);
    expect(await catchTerm(() => taskSupervisor.children('tasks'))).toEqual([
      'EXIT',
      ['noproc', ['Elixir.GenServer', 'call', ['tasks', 'which_children', 'infinity']]],
    ]);
  }));

test('a DynamicSupervisor that is none for tasks takes none', () =>
  inProcess(async () => {
    processFlag('trap_exit', true);
    await dynamicSupervisor.startLink({ name: 'tasks' });
    const [tag] = (await catchTerm(() => taskSupervisor.startChild('tasks', forever))) as readonly unknown[];
    expect(tag).toBe('EXIT');
  }));

test('functions cannot travel: a supervisor of another node is told so before it starts anything', async () => {
  const { a, b, stop } = await topologies[1]!.start();
  const running = b.run(async () => {
    await start();
    return forever();
  });
  const isOver = expect(running).rejects.toMatchObject({ reason: 'killed' });
  await a.run(async () => {
    await expect(taskSupervisor.startChild(['tasks', b.name], forever)).rejects.toThrow(EncodeError);
  });
  await stop();
  await isOver;
});
