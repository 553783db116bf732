/**
 * The functions of Elixir's module Task.
 */
import { makeRef, monitor, self, send, type Address } from '../../lib/index.js';
import { awaitTask, ignoreTask, shutdownTask, yieldTask } from './awaiting.js';
import { awaitMany, yieldMany, type YieldManyOptions } from './awaitingMany.js';
import { mfaOf, shownMfa, type Mfa } from '../elixir/mfa.js';
import { callersHere, ownerHere } from './owner.js';
import { checkStream, type AsyncStream } from './asyncStream.js';
import { taskStream } from './stream.js';
import { supervised } from './supervised.js';
import type { AsyncTask, StartTask, Task, TaskResult, Timeout } from './types.js';

type Given = readonly unknown[];

/**
 * Ports Elixir's module Task: processes that run one function, and as a rule give its result to their owner, the process
 * that started them. What is to run is a function, or a module, the name of a function in it, and its arguments.
 *
 * Functions cannot travel: a task runs on the node of whoever starts it.
 *
 * @example
 * import { task } from 'regent-otp/behaviours';
 *
 * const sum = task.async(async () => 1 + 2);
 * const product = task.async(async () => 3 * 4);
 * await task.await(sum); // => 3
 * await task.await(product); // => 12
 */
export const task = {
  [Symbol.toStringTag]: 'Elixir.Task',

  /**
   * Starts a task that is linked with the caller, its owner, and replies to it. What it logs and what it starts knows on
   * whose behalf: `get('$callers')`. Ports `Task.async/1,3`.
   *
   * @returns the task, for `await`, `yield` and `shutdown`; the reply itself is the message `[task.ref, result]`
   * @example
   * import { down, on, receive } from 'regent-otp';
   * import { task } from 'regent-otp/behaviours';
   *
   * const { ref } = task.async(() => 42);
   * await receive(on([ref, 42], () => 'the reply')); // => 'the reply'
   * await receive(on(down(ref), ([, , , , reason]) => reason)); // => 'normal'
   */
  async: ((...given: Given) => {
    const [, pid] = supervised.startLink(ownerHere(), 'nomonitor');
    return order(pid, mfaOf(given)[0]);
  }) as AsyncTask,

  /**
   * A task that is complete from the start, for where one is expected. Ports `Task.completed/1`.
   *
   * @example
   * import { task } from 'regent-otp/behaviours';
   *
   * await task.await(task.completed('at once')); // => 'at once'
   */
  completed<const T>(result: T): Task<T> {
    const ref = makeRef();
    send(self(), [ref, result]);
    return structOf(null, ref, ['Elixir.Task', 'completed', 1]);
  },

  /** Starts a process that runs something and does not reply. Ports `Task.start/1,3`. */
  start: ((...given: Given) => supervised.start(ownerHere(), callersHere(), mfaOf(given)[0])) as StartTask<
    readonly ['ok', Address]
  >,

  /** As `start`, linked with the caller; a supervisor starts tasks by it. Ports `Task.start_link/1,3`. */
  startLink: ((...given: Given) => supervised.startLink(ownerHere(), callersHere(), mfaOf(given)[0])) as StartTask<
    readonly ['ok', Address]
  >,

  /**
   * Waits for the result of a task. Ports `Task.await/2`.
   *
   * @param timeout ms or 'infinity'
   * @returns the result; exits with `[reason, ['Elixir.Task', 'await', [task, timeout]]]` if the task ends without one,
   *   or with the reason 'timeout', which leaves the task running; raises an ArgumentError in another process than the
   *   owner
   * @example
   * import { catchTerm, receive } from 'regent-otp';
   * import { task } from 'regent-otp/behaviours';
   *
   * const slow = task.async(() => receive());
   * const [, [reason]] = (await catchTerm(() => task.await(slow, 1))) as ['EXIT', [string, unknown]];
   * reason; // => 'timeout'
   */
  await<T>(task: Task<T>, timeout: Timeout = 5000): Promise<T> {
    return awaitTask(task, timeout);
  },

  /**
   * Waits for the results of several tasks. Ports `Task.await_many/2`.
   *
   * @param timeout ms for all of them together, or 'infinity'
   * @returns the results in the order of the tasks; exits with `[reason, ['Elixir.Task', 'await_many', [tasks, timeout]]]`
   * @example
   * import { task } from 'regent-otp/behaviours';
   *
   * const squares = [1, 2, 3].map((n) => task.async(() => n * n));
   * await task.awaitMany(squares); // => [1, 4, 9]
   */
  awaitMany<T>(tasks: readonly Task<T>[], timeout: Timeout = 5000): Promise<readonly T[]> {
    return awaitMany(tasks, timeout);
  },

  /**
   * Waits for what comes of a task, and can be asked again as long as that is nothing. Ports `Task.yield/2`.
   *
   * @param timeout ms or 'infinity'
   * @returns `['ok', result]`, `['exit', reason]`, or null if the task is still running
   * @example
   * import { task } from 'regent-otp/behaviours';
   * import { receive } from 'regent-otp';
   *
   * const slow = task.async(() => receive());
   * (await task.yield(slow, 1)) ?? (await task.shutdown(slow)) ?? 'took too long'; // => 'took too long'
   */
  yield<T>(task: Task<T>, timeout: Timeout = 5000): Promise<TaskResult<T>> {
    return yieldTask(task, timeout);
  },

  /**
   * Waits for what comes of several tasks. Ports `Task.yield_many/2`.
   *
   * @param options `timeout` in ms, `limit`, `on_timeout`; or the timeout alone
   * @returns `[[task, result], ...]` in the order of the tasks, each result as that of `yield`
   * @example
   * import { receive } from 'regent-otp';
   * import { task } from 'regent-otp/behaviours';
   *
   * const tasks = [task.async(() => 'quick'), task.async(() => receive())];
   * const results = await task.yieldMany(tasks, { timeout: 10, on_timeout: 'kill_task' });
   * results.map(([, result]) => result); // => [['ok', 'quick'], null]
   */
  yieldMany<T>(
    tasks: readonly Task<T>[],
    options: YieldManyOptions | Timeout = 5000,
  ): Promise<readonly (readonly [Task<T>, TaskResult<T>])[]> {
    return yieldMany(tasks, typeof options === 'object' ? options : { timeout: options });
  },

  /**
   * Ends a task and waits until it has ended; one that takes too long is killed. Ports `Task.shutdown/2`.
   *
   * @param how ms until it is killed, 'infinity', or 'brutal_kill'
   * @returns `['ok', result]` if it replied before, `['exit', reason]` if it ended otherwise, null if it was shut down
   */
  shutdown<T>(task: Task<T>, how: Timeout | 'brutal_kill' = 5000): Promise<TaskResult<T>> {
    return shutdownTask(task, how);
  },

  /**
   * Lets a task go on alone: it is not linked any more, and its result is dropped. Ports `Task.ignore/1`.
   *
   * @returns what had come of it already, as `yield`
   */
  ignore<T>(task: Task<T>): Promise<TaskResult<T>> {
    return ignoreTask(task);
  },

  /**
   * Runs a task for each element of some input, at most `max_concurrency` at a time. Nothing runs before the stream is
   * iterated; when the iteration stops early the tasks that run are killed. The tasks are linked with who iterates: if one
   * crashes so does that process, unless it traps exits. Ports `Task.async_stream/3,5`.
   *
   * @param input anything that can be iterated, also asynchronously
   * @param fun gets an element; or a module, the name of a function, and arguments that come after the element
   * @param options `max_concurrency`, `ordered`, `timeout` in ms for each task, `on_timeout`, `zip_input_on_exit`
   * @returns the results, `['ok', result]` or `['exit', reason]`
   * @example
   * import { task } from 'regent-otp/behaviours';
   *
   * const results: unknown[] = [];
   * for await (const result of task.asyncStream([1, 2, 3], async (n) => n * 10, { max_concurrency: 2 })) {
   *   results.push(result);
   * }
   * results; // => [['ok', 10], ['ok', 20], ['ok', 30]]
   */
  asyncStream: ((input: never, ...given: Given) => {
    const [mfa, options] = checkStream(given);
    return taskStream(input, mfa, options, () => {
      const owner = ownerHere();
      return () => ['ok', 'link', supervised.startLink(owner, 'nomonitor')[1]];
    });
  }) as AsyncStream,

  /**
   * How a supervisor starts a task: `[task, fun]` is a child. It is not started again. Ports `Task.child_spec/1`.
   *
   * @example
   * import { task } from 'regent-otp/behaviours';
   *
   * task.childSpec(() => 'done').restart; // => 'temporary'
   */
  childSpec(fun: () => unknown): TaskSpec {
    return { id: 'Elixir.Task', start: [task, 'start_link', [fun]], restart: 'temporary' };
  },
};

/** The specification of a task, for a supervisor. */
export interface TaskSpec {
  readonly id: unknown;
  readonly start: readonly [module: object, fun: 'start_link', args: readonly unknown[]];
  readonly restart: 'temporary';
}

/** Tells the process of a task what to run, and has it reply to the caller. */
export function order(pid: Address, mfa: Mfa): Task<never> {
  const ref = monitor('process', pid, [['alias', 'demonitor']]);
  send(pid, [self(), ref, ref, callersHere(), mfa]);
  return structOf(pid, ref, shownMfa(mfa));
}

function structOf(pid: Address | null, ref: Task['ref'], mfa: Task['mfa']): Task<never> {
  return { __struct__: 'Elixir.Task', mfa, owner: self(), pid, ref };
}
