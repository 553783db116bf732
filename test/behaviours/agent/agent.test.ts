import { expect, test } from 'vitest';
import {
  catchTerm,
  currentNode,
  exit,
  get,
  on,
  processInfo,
  receive,
  self,
  send,
  spawn,
  type Address,
  type ReportEvent,
} from 'regent-otp';
import { agent, genServer, sys } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { startTestNode } from '../../support/startTestNode.js';

const inProcess = (action: () => Promise<void>) => startTestNode().run(action);

const numbers = {
  one: () => 1,
  plus: (n: number, more: number) => n + more,
  split: (n: number, by: number) => [n % by, n - (n % by)],
};

async function started(fun: () => unknown): Promise<Address> {
  const [, pid] = (await agent.start(fun)) as readonly ['ok', Address];
  return pid;
}

test('functions of the state get it, change it, or do both', () =>
  inProcess(async () => {
    expect(await agent.startLink(() => 1, { name: 'counter' })).toEqual(['ok', expect.anything()]);
    expect(await agent.update('counter', (n: number) => n + 1)).toBe('ok');
    expect(await agent.getAndUpdate('counter', (n: number) => [n, n * 10] as const)).toBe(2);
    expect(agent.cast('counter', (n: number) => n + 5)).toBe('ok');
    expect(await agent.get('counter', (n: number) => n)).toBe(25);
    expect(await agent.stop('counter')).toBe('ok');
    expect(await agent.startLink(() => 1, { name: 'counter' })).toEqual(['ok', expect.anything()]);
  }));

test('instead of a function there may be a module, the name of one, and arguments after the state', () =>
  inProcess(async () => {
    expect(await agent.start(numbers, 'one', [], { name: 'n' })).toEqual(['ok', expect.anything()]);
    expect(await agent.update('n', numbers, 'plus', [9])).toBe('ok');
    expect(await agent.getAndUpdate('n', numbers, 'split', [4])).toBe(2);
    expect(agent.cast('n', numbers, 'plus', [1])).toBe('ok');
    expect(await agent.get('n', numbers, 'plus', [100])).toBe(109);
  }));

test('functions run in the agent, and may be asynchronous', () =>
  inProcess(async () => {
    const pid = await started(async () => [self()]);
    expect(await agent.get(pid, ([it]: readonly Address[]) => [it, self()])).toEqual([pid, pid]);
    const waiting = agent.update(pid, () => receive(on('go', () => 'gone')));
    send(pid, 'go');
    expect(await waiting).toBe('ok');
    expect(await agent.getAndUpdate(pid, async (state: string) => [state, 'next'] as const)).toBe('gone');
    expect(await agent.get(pid, async (state: string) => state)).toBe('next');
    expect(await agent.get(pid, () => get('$initial_call'))).toEqual(['function', 'anonymous', 0]);
  }));

test('a function that ends badly ends the agent and its caller', () =>
  inProcess(async () => {
    const pid = await started(() => 1);
    const bad = () => exit('bad');
    const end = spawn(() => agent.get(pid, bad));
    expect(await endOf(end)).toEqual(['bad', ['Elixir.GenServer', 'call', [pid, ['get', bad], 5000]]]);
    expect(await endOf(pid)).toBe('noproc');
  }));

test('what getAndUpdate must not return is a bad return value', () =>
  inProcess(async () => {
    const pid = await started(() => 1);
    const bad = () => 'no pair' as never;
    expect(await catchTerm(() => agent.getAndUpdate(pid, bad, 100))).toEqual([
      'EXIT',
      [
        ['bad_return_value', 'no pair'],
        ['Elixir.GenServer', 'call', [pid, ['get_and_update', bad], 100]],
      ],
    ]);
  }));

test('a start function that ends badly is the reason why it does not start', () =>
  inProcess(async () => {
    expect(await agent.start(() => exit('no'))).toEqual(['error', 'no']);
    expect(await catchTerm(() => agent.start('no function' as never))).toEqual([
      'EXIT',
      ['function_clause', expect.any(Error)],
    ]);
  }));

test('other requests end it, other messages are reported and dropped', () =>
  inProcess(async () => {
    const reports: ReportEvent[] = [];
    currentNode().on('report', (report) => reports.push(report));
    const pid = await started(() => 1);
    send(pid, 'hello');
    expect(await agent.get(pid, (n: number) => n)).toBe(1);
    expect(reports).toEqual([
      {
        level: 'error',
        label: ['Elixir.GenServer', 'no_handle_info'],
        report: { module: 'Elixir.Agent.Server', message: 'hello', name: pid },
      },
    ]);
    expect(await catchTerm(() => genServer.call(pid, 'what'))).toEqual([
      'EXIT',
      [
        ['function_clause', expect.any(Error)],
        ['gen_server', 'call', [pid, 'what']],
      ],
    ]);
    const other = await started(() => 1);
    genServer.cast(other, 'what');
    expect(await endOf(other)).toEqual(['function_clause', expect.any(Error)]);
  }));

test('new code changes the state by a function', () =>
  inProcess(async () => {
    const pid = await started(() => 1);
    await sys.suspend(pid);
    expect(await sys.changeCode(pid, agent, 'old', (n: number) => n + 1)).toBe('ok');
    await sys.resume(pid);
    expect(await agent.get(pid, (n: number) => n)).toBe(2);
    expect(processInfo(pid, 'links')).toEqual(['links', []]);
  }));
