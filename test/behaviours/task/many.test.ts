import { expect, test } from 'vitest';
import { catchTerm, exit, on, processFlag, receive, self, send } from 'regent-otp';
import { task, type Task } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';

const inProcess = (action: () => Promise<void>) => startTestNode().run(action);

const results = (pairs: readonly (readonly [Task, unknown])[]) => pairs.map(([, result]) => result);

test('awaitMany gives the results in the order of the tasks, a task that is there twice twice', () =>
  inProcess(async () => {
    const [first, second] = [task.async(() => receive(on('go', () => 1))), task.async(() => 2)];
    await endOf(second.pid!);
    send(first.pid!, 'go');
    expect(await task.awaitMany([first, second, first])).toEqual([1, 2, 1]);
    expect(await task.awaitMany([])).toEqual([]);
    expect(waiting()).toEqual([]);
  }));

test('awaitMany exits when a task ends, and when the time is over; what the others give is lost', () =>
  inProcess(async () => {
    processFlag('trap_exit', true);
    const tasks: readonly Task[] = [task.async(() => exit('bad')), task.async(() => receive(on('go', () => 'late')))];
    expect(await catchTerm(() => task.awaitMany(tasks, 'infinity'))).toEqual([
      'EXIT',
      ['bad', ['Elixir.Task', 'await_many', [tasks, 'infinity']]],
    ]);
    const slow: readonly Task[] = [task.async(() => 1), task.async(forever)];
    await endOf(slow[0]!.pid!);
    expect(await catchTerm(() => task.awaitMany(slow, 0))).toEqual([
      'EXIT',
      ['timeout', ['Elixir.Task', 'await_many', [slow, 0]]],
    ]);
    send(tasks[1]!.pid!, 'go');
    await endOf(tasks[1]!.pid!);
    await task.shutdown(slow[1]!, 'brutal_kill');
    expect(waiting().filter((message) => (message as readonly unknown[])[0] !== 'EXIT')).toEqual([]);
  }));

test('yieldMany gives what has come of each task', () =>
  inProcess(async () => {
    processFlag('trap_exit', true);
    const tasks: readonly Task[] = [task.async(() => 1), task.async(() => exit('bad')), task.async(forever)];
    for (const { pid } of tasks.slice(0, 2)) await endOf(pid!);
    expect(await task.yieldMany(tasks, 0)).toEqual([
      [tasks[0], ['ok', 1]],
      [tasks[1], ['exit', 'bad']],
      [tasks[2], null],
    ]);
    expect(await task.yieldMany([])).toEqual([]);
    expect(await task.shutdown(tasks[2]!)).toBeNull();
  }));

test('yieldMany waits for no more results than are enough', () =>
  inProcess(async () => {
    const tasks: readonly Task[] = [task.async(forever), task.async(() => 2), task.async(() => 3)];
    expect(results(await task.yieldMany(tasks, { limit: 2, timeout: 'infinity' }))).toEqual([
      null,
      ['ok', 2],
      ['ok', 3],
    ]);
    expect(results(await task.yieldMany(tasks.slice(0, 1), { timeout: 0, on_timeout: 'kill_task' }))).toEqual([null]);
    expect(await endOf(tasks[0]!.pid!)).toBe('noproc');
  }));

test('yieldMany may let go of the tasks that take too long', () =>
  inProcess(async () => {
    const me = self();
    const loose = task.async(() => receive(on('go', () => send(me, 'on my own'))));
    expect(results(await task.yieldMany([loose], { timeout: 0, on_timeout: 'ignore' }))).toEqual([null]);
    send(loose.pid!, 'go');
    await endOf(loose.pid!);
    expect(waiting()).toEqual(['on my own']);
  }));
