/**
 * Tasks under a supervisor: what the functions of Elixir's module Task.Supervisor ask of one. How it is started is an affair
 * of supervisors.
 */
import { Address, error, link, makeRef, self, send } from '../../lib/index.js';
import { argumentError, runtimeError } from '../elixir/elixirError.js';
import { elixirGenServer, type ElixirServerRef } from '../elixir/genServer.js';
import { mfaOf, type Mfa } from '../elixir/mfa.js';
import { functionClause } from '../functionClause.js';
import { checkStream, type TaskStream } from './asyncStream.js';
import { order } from './module.js';
import { noRoom } from './noRoom.js';
import { callersHere, ownerHere } from './owner.js';
import { taskStream, type Input } from './stream.js';
import type { TaskLink } from './streamMonitor.js';
import type { StreamOptions } from './streamOptions.js';
import type { Owner, Task, Timeout } from './types.js';

type Given = readonly unknown[];

/** How the supervisor treats a task. */
export interface SupervisedOptions {
  /** How it is stopped: ms until it is killed, or 'brutal_kill'. Default: 5000. */
  readonly shutdown?: Timeout | 'brutal_kill';
}

/** How the supervisor treats a task that nobody waits for. */
export interface StartChildOptions extends SupervisedOptions {
  /** Whether it is started again. Default: 'temporary', never. */
  readonly restart?: 'permanent' | 'transient' | 'temporary';
}

/** Options of streams under a supervisor. */
export interface SupervisedStreamOptions extends StreamOptions {
  /** How the supervisor stops the tasks: ms until they are killed, or 'brutal_kill'. Default: 5000. */
  readonly shutdown?: number | 'brutal_kill';
}

/** `async/3,5`: with a function, or with a module, the name of a function, and its arguments. */
export interface StartSupervised {
  <T>(supervisor: ElixirServerRef, fun: () => T, options?: SupervisedOptions): Promise<Task<Awaited<T>>>;
  <T = unknown>(
    supervisor: ElixirServerRef,
    module: object,
    fun: string,
    args: readonly unknown[],
    options?: SupervisedOptions,
  ): Promise<Task<T>>;
}

/** `start_child/3,5`. */
export interface StartChild {
  (supervisor: ElixirServerRef, fun: () => unknown, options?: StartChildOptions): Promise<ChildStarted>;
  (
    supervisor: ElixirServerRef,
    module: object,
    fun: string,
    args: readonly unknown[],
    options?: StartChildOptions,
  ): Promise<ChildStarted>;
}

/** What starting a task gives that does not reply. */
export type ChildStarted = readonly ['ok', Address] | readonly ['error', unknown];

/** `async_stream/4,6`: with a function, or with a module, the name of a function, and arguments after the element. */
export interface SupervisedStream {
  <T, R>(
    supervisor: ElixirServerRef,
    input: Input<T>,
    fun: (element: T) => R,
    options?: SupervisedStreamOptions,
  ): TaskStream<Awaited<R>>;
  <R = unknown>(
    supervisor: ElixirServerRef,
    input: Input<unknown>,
    module: object,
    fun: string,
    args: readonly unknown[],
    options?: SupervisedStreamOptions,
  ): TaskStream<R>;
}

export const supervisedTasks = {
  /**
   * Starts a task under a supervisor; it is linked with the caller, its owner, and replies to it. Ports
   * `Task.Supervisor.async/3,5`.
   *
   * @returns the task, for `task.await`; raises a RuntimeError if there are as many tasks as the supervisor takes
   */
  async: ((supervisor: ElixirServerRef, ...given: Given) => startTask(supervisor, 'link', given)) as StartSupervised,

  /** As `async`, without the link: its crash is for the owner to see in what `task.yield` gives. Ports `async_nolink/3,5`. */
  asyncNolink: ((supervisor: ElixirServerRef, ...given: Given) =>
    startTask(supervisor, 'nolink', given)) as StartSupervised,

  /** As `task.asyncStream`, with the tasks under a supervisor. Ports `Task.Supervisor.async_stream/4,6`. */
  asyncStream: ((supervisor: ElixirServerRef, input: never, ...given: Given) =>
    stream(supervisor, 'link', input, given)) as SupervisedStream,

  /** As `asyncStream`; the crash of a task is a result, `['exit', reason]`. Ports `async_stream_nolink/4,6`. */
  asyncStreamNolink: ((supervisor: ElixirServerRef, input: never, ...given: Given) =>
    stream(supervisor, 'nolink', input, given)) as SupervisedStream,

  /**
   * Starts a task that does not reply. Ports `Task.Supervisor.start_child/3,5`.
   *
   * @param options `restart`, `shutdown`
   * @returns `['ok', pid]` or `['error', 'max_children']`
   */
  startChild: ((supervisor: ElixirServerRef, ...given: Given) => startChild(supervisor, given)) as StartChild,

  /** Ends a task. Ports `Task.Supervisor.terminate_child/2`. */
  async terminateChild(supervisor: ElixirServerRef, pid: Address): Promise<'ok' | readonly ['error', 'not_found']> {
    if (!(pid instanceof Address)) return functionClause(pid);
    const request = ['terminate_child', pid];
    return (await elixirGenServer.call(supervisor, request, 'infinity')) as 'ok' | readonly ['error', 'not_found'];
  },

  /** The processes of all tasks that run. Ports `Task.Supervisor.children/1`. */
  async children(supervisor: ElixirServerRef): Promise<readonly Address[]> {
    const children = await elixirGenServer.call(supervisor, 'which_children', 'infinity');
    return (children as readonly (readonly unknown[])[]).map(([, pid]) => pid).filter((pid) => pid instanceof Address);
  },
};

type Started = ChildStarted | readonly ['restart', StartChildOptions['restart']];

function start(
  supervisor: ElixirServerRef,
  args: readonly [Owner, 'monitor'] | readonly [Owner, readonly Address[], Mfa],
  { restart = null, shutdown = null }: { readonly restart?: unknown; readonly shutdown?: unknown },
): Promise<Started> {
  const request = ['start_task', args, restart, shutdown];
  return elixirGenServer.call(supervisor, request, 'infinity') as Promise<Started>;
}

async function startTask(supervisor: ElixirServerRef, bond: TaskLink, given: Given): Promise<Task<never>> {
  const [mfa, [options]] = mfaOf(given);
  const { shutdown } = (options ?? {}) as SupervisedOptions;
  const started = await start(supervisor, [ownerHere(), 'monitor'], { restart: 'temporary', shutdown });
  if (started[0] !== 'ok') {
    throw started[1] === 'max_children' ? runtimeError(noRoom) : error(['case_clause', started]);
  }
  if (bond === 'link') link(started[1]);
  return order(started[1], mfa);
}

async function startChild(supervisor: ElixirServerRef, given: Given): Promise<ChildStarted> {
  const [mfa, rest] = mfaOf(given);
  const options = (rest[0] ?? {}) as StartChildOptions;
  const mayRestart = options.restart !== undefined && options.restart !== 'temporary';
  if (mfa[0] === 'erlang' || mayRestart) return known(supervisor, mfa, options);
  const started = await start(supervisor, [ownerHere(), 'monitor'], options);
  if (started[0] === 'restart') return known(supervisor, mfa, { ...options, restart: started[1]! });
  if (started[0] === 'ok') send(started[1], [self(), makeRef(), makeRef(), callersHere(), mfa]);
  return started;
}

/** Starts a task that knows what to run from the start, and so can be started again. */
function known(supervisor: ElixirServerRef, mfa: Mfa, options: StartChildOptions): Promise<ChildStarted> {
  return start(supervisor, [ownerHere(), callersHere(), mfa], options) as Promise<ChildStarted>;
}

function stream(
  supervisor: ElixirServerRef,
  bond: TaskLink,
  input: never,
  given: Given,
): ReturnType<typeof taskStream> {
  const [mfa, options, { shutdown = 5000 }] = checkStream<SupervisedStreamOptions>(given);
  if (shutdown !== 'brutal_kill' && !(Number.isInteger(shutdown) && shutdown >= 0)) {
    throw argumentError(':shutdown must be either a positive integer or :brutal_kill');
  }
  return taskStream(input, mfa, options, () => {
    const owner = ownerHere();
    return async () => {
      const started = await start(supervisor, [owner, 'monitor'], { restart: 'temporary', shutdown });
      if (started[0] !== 'ok') {
        return started[1] === 'max_children' ? ['error', 'max_children'] : error(['case_clause', started]);
      }
      if (bond === 'link') link(started[1]);
      return ['ok', bond, started[1]];
    };
  });
}
