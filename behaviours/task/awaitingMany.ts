/** How the owner of several tasks gets their results: Elixir's `await_many` and `yield_many`. */
import { P } from 'ts-pattern';
import { after, demonitor, exit, monotonicTime, on, receive, Ref } from '../../lib/index.js';
import { checkTimeout } from '../checkTimeout.js';
import { checkOwner, failure, ignoreTask, shutdownTask } from './awaiting.js';
import type { Task, TaskResult, Timeout } from './types.js';

/** Options of `yieldMany`. */
export interface YieldManyOptions {
  /** How long to wait for all of them, in ms. Default: 5000. */
  readonly timeout?: Timeout;
  /** How many results are enough. Default: all. */
  readonly limit?: number;
  /** What happens to the tasks that give nothing in time. Default: 'nothing'. */
  readonly on_timeout?: 'nothing' | 'ignore' | 'kill_task';
}

/** What comes of one of the tasks. */
interface News {
  readonly ref: Ref;
  readonly result: readonly ['ok', unknown] | readonly ['exit', unknown];
  /** The process that has ended. */
  readonly process?: unknown;
}

/** The results of all tasks, in order; the end of one, or too little in time, ends the caller. */
export async function awaitMany<T>(tasks: readonly Task<T>[], timeout: Timeout): Promise<readonly T[]> {
  checkTimeout('awaitMany', timeout);
  tasks.forEach(checkOwner);
  const fail = (reason: unknown, process?: unknown): never => {
    for (const ref of missing) demonitor(ref, ['flush']);
    return exit(failure('await_many', [tasks, timeout], reason, process));
  };
  const missing = new Set(tasks.map(({ ref }) => ref));
  const replies = new Map<Ref, T>();
  const left = countdown(timeout);
  while (missing.size > 0) {
    const news = await nextOf(missing, left());
    if (news === undefined) return fail('timeout');
    const { ref, result, process } = news;
    if (result[0] === 'exit') return fail(result[1], process);
    demonitor(ref, ['flush']);
    missing.delete(ref);
    replies.set(ref, result[1] as T);
  }
  return tasks.map(({ ref }) => replies.get(ref)!);
}

/** What has come of each task, in order, when all are done, enough are, or the time is over. */
export async function yieldMany<T>(
  tasks: readonly Task<T>[],
  { timeout = 5000, limit, on_timeout = 'nothing' }: YieldManyOptions,
): Promise<readonly (readonly [Task<T>, TaskResult<T>])[]> {
  checkTimeout('yieldMany', timeout);
  tasks.forEach(checkOwner);
  const missing = new Set(tasks.map(({ ref }) => ref));
  const results = new Map<Ref, TaskResult<T>>();
  const enough = limit ?? missing.size;
  const left = countdown(timeout);
  let isLate = false;
  while (results.size < enough && !isLate) {
    const news = await nextOf(missing, left());
    isLate = news === undefined;
    if (news === undefined) continue;
    const { ref, result, process } = news;
    if (result[1] === 'noconnection' && result[0] === 'exit') {
      return exit(failure('yield_many', [tasks, timeout], result[1], process));
    }
    demonitor(ref, ['flush']);
    missing.delete(ref);
    results.set(ref, result as TaskResult<T>);
  }
  const pairs: (readonly [Task<T>, TaskResult<T>])[] = [];
  for (const task of tasks) {
    pairs.push([task, results.get(task.ref) ?? (isLate ? await giveUp(task, on_timeout) : null)]);
  }
  return pairs;
}

async function giveUp<T>(task: Task<T>, how: 'nothing' | 'ignore' | 'kill_task'): Promise<TaskResult<T>> {
  switch (how) {
    case 'nothing':
      return null;
    case 'ignore':
      return ignoreTask(task);
    case 'kill_task':
      return shutdownTask(task, 'brutal_kill');
  }
}

const reply = [P.instanceOf(Ref), P._] as const;
const end = ['DOWN', P.instanceOf(Ref), P._, P._, P._] as const;

/** The next result or end of one of the tasks; undefined if none comes in time. */
function nextOf(refs: ReadonlySet<Ref>, ms: Timeout): Promise<News | undefined> {
  return receive(
    on(
      reply,
      ([ref]) => refs.has(ref),
      ([ref, result]): News => ({ ref, result: ['ok', result] }),
    ),
    on(
      end,
      ([, ref]) => refs.has(ref),
      ([, ref, , process, reason]): News => ({ ref, result: ['exit', reason], process }),
    ),
    after(ms, () => undefined),
  );
}

/** How much of a timeout is left, each time it is asked. */
function countdown(timeout: Timeout): () => Timeout {
  if (timeout === 'infinity') return () => timeout;
  const until = monotonicTime() + timeout;
  return () => Math.max(0, Math.ceil(until - monotonicTime()));
}
