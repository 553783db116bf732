/** How the owner of a task gets its result: Elixir's `await`, `yield`, `shutdown` and `ignore`. */
import { P } from 'ts-pattern';
import type { Ref } from '../../lib/index.js';
import {
  Address,
  after,
  demonitor,
  down,
  exit,
  formatTerm,
  monitor,
  on,
  receive,
  self,
  unlink,
} from '../../lib/index.js';
import { checkTimeout } from '../checkTimeout.js';
import { argumentError } from '../elixir/elixirError.js';
import type { Task, TaskResult, Timeout } from './types.js';

/** Waits for the result of a task; its end, or none in time, ends the caller. */
export async function awaitTask<T>(task: Task<T>, timeout: Timeout): Promise<T> {
  checkTimeout('await', timeout);
  checkOwner(task);
  return receive(
    on([task.ref, P._], ([, result]) => (forget(task), result as T)),
    on(down(task.ref), ([, , , process, reason]) => exit(failure('await', [task, timeout], reason, process))),
    after(timeout, () => {
      forget(task);
      return exit(failure('await', [task, timeout], 'timeout', task.pid));
    }),
  );
}

/** Waits for what comes of a task; nothing in time is nothing yet. */
export async function yieldTask<T>(task: Task<T>, timeout: Timeout): Promise<TaskResult<T>> {
  checkTimeout('yield', timeout);
  checkOwner(task);
  return receive(
    on([task.ref, P._], ([, result]) => (forget(task), ['ok', result as T] as const)),
    on(down(task.ref), endedIn('yield', [task, timeout])),
    after(timeout, () => null),
  );
}

/** Lets a task go on alone: what it gives, and its end, are of no interest any more. */
export async function ignoreTask<T>(task: Task<T>): Promise<TaskResult<T>> {
  checkOwner(task);
  return receive(
    on([task.ref, P._], ([, result]) => (release(task), ['ok', result as T] as const)),
    on(down(task.ref), endedIn('ignore', [task])),
    after(0, () => (release(task), null)),
  );
}

/** Ends a task and waits until it has ended. */
export async function shutdownTask<T>(task: Task<T>, how: Timeout | 'brutal_kill'): Promise<TaskResult<T>> {
  if (how !== 'brutal_kill') checkTimeout('shutdown', how);
  const { pid, ref } = task;
  if (pid === null) return ignoreTask(task);
  checkOwner(task);
  const watch = monitor('process', pid);
  unlink(pid);
  exit(pid, how === 'brutal_kill' ? 'kill' : 'shutdown');
  const reason = await endOf(pid, watch, how);
  const expected = how === 'brutal_kill' ? 'killed' : 'shutdown';
  const ended = reason === 'noproc' ? await earlierEnd(ref) : (forget(task), reason);
  const result = await receive(
    on([ref, P._], ([, value]) => ['ok', value as T] as const),
    after(0, () => null),
  );
  if (result !== null || ended === expected) return result;
  return ended === 'noconnection' ? exit(failure('shutdown', [task, how], ended, pid)) : ['exit', ended];
}

/** Waits for the end of a process that has been asked to end; one that takes too long is killed. */
async function endOf(pid: Address, watch: Ref, how: Timeout | 'brutal_kill'): Promise<unknown> {
  const reasonOf = on(down(watch), ([, , , , reason]) => reason);
  return receive(
    reasonOf,
    after(how === 'brutal_kill' ? 'infinity' : how, () => {
      exit(pid, 'kill');
      return receive(reasonOf);
    }),
  );
}

/** With what a process had ended before; 'noproc' if its owner knows that already. */
function earlierEnd(ref: Ref): Promise<unknown> {
  return receive(
    on(down(ref), ([, , , , reason]) => reason),
    after(0, () => (demonitor(ref, ['flush']), 'noproc')),
  );
}

function endedIn(fun: string, args: readonly unknown[]) {
  return ([, , , process, reason]: readonly unknown[]): readonly ['exit', unknown] =>
    reason === 'noconnection' ? exit(failure(fun, args, reason, process)) : ['exit', reason];
}

/** The exit reason of a function of Task. */
export function failure(fun: string, args: readonly unknown[], reason: unknown, process: unknown): unknown {
  const why = reason === 'noconnection' ? ['nodedown', nodeOf(process)] : reason;
  return [why, ['Elixir.Task', fun, args]];
}

function nodeOf(process: unknown): unknown {
  return process instanceof Address ? process.node : (process as readonly unknown[])[1];
}

/** Raises an ArgumentError unless the task belongs to the calling process. */
export function checkOwner(task: Task): void {
  const me = self();
  if (task.owner === me) return;
  throw argumentError(`task ${formatTerm(task)} must be queried from the owner but was queried from ${String(me)}`);
}

/** Nothing more comes of a task. */
export function forget({ ref }: Task): void {
  demonitor(ref, ['flush']);
}

function release(task: Task): void {
  if (task.pid !== null) unlink(task.pid);
  forget(task);
}
