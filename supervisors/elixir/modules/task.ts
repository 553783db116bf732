/**
 * Elixir's Task: a class to extend, and the functions of its module.
 */
import {
  task,
  type AsyncStream,
  type Inherited,
  type Task as TaskStruct,
  type TaskResult,
  type YieldManyOptions,
} from '../../../behaviours/index.js';
import type { Address } from '../../../lib/index.js';
import type { ChildSpec } from '../../childSpec.js';
import { taskSupervisor } from '../../task/module.js';
import { asModule, specOf } from './using.js';

type Timeout = number | 'infinity';
type Args = readonly unknown[];
type ResultOf<T> = T extends TaskStruct<infer Result> ? Result : never;

abstract class Base {
  static childSpec(arg: unknown): ChildSpec {
    return specOf(this, arg, { restart: 'temporary' });
  }
}

type Start = Inherited<
  readonly [fun: () => unknown] | readonly [module: object, fun: string, args: Args],
  readonly ['ok', Address]
>;

/** `async/1` and `async/3`. */
export interface AsyncTask {
  <F extends readonly [fun: () => unknown], R = TaskStruct<Awaited<ReturnType<F[0]>>>>(...fun: F): NoInfer<R>;
  <A extends readonly [module: object, fun: string, args: Args], R = TaskStruct>(...mfa: A): NoInfer<R>;
}

/** `await/2`. */
export interface AwaitTask {
  <T extends TaskStruct, Time extends readonly [timeout?: Timeout], R = Promise<ResultOf<T>>>(
    task: T,
    ...timeout: Time
  ): NoInfer<R>;
  <T extends TaskStruct, Time extends readonly [timeout?: Timeout], R = Promise<ResultOf<T>>>(
    task: T,
    ...timeout: Time
  ): NoInfer<R>;
}

/** `await_many/2`. */
export interface AwaitManyTasks {
  <
    T extends readonly TaskStruct[],
    Time extends readonly [timeout?: Timeout],
    R = Promise<readonly ResultOf<T[number]>[]>,
  >(
    tasks: T,
    ...timeout: Time
  ): NoInfer<R>;
  <
    T extends readonly TaskStruct[],
    Time extends readonly [timeout?: Timeout],
    R = Promise<readonly ResultOf<T[number]>[]>,
  >(
    tasks: T,
    ...timeout: Time
  ): NoInfer<R>;
}

/** `yield/2` and `shutdown/2`; `ignore/1` takes no more than the task. */
export interface YieldTask<More> {
  <T extends TaskStruct, M extends readonly [more?: More], R = Promise<TaskResult<ResultOf<T>>>>(
    task: T,
    ...more: M
  ): NoInfer<R>;
  <T extends TaskStruct, M extends readonly [more?: More], R = Promise<TaskResult<ResultOf<T>>>>(
    task: T,
    ...more: M
  ): NoInfer<R>;
}

/** `yield_many/2`. */
export interface YieldManyTasks {
  <
    T extends TaskStruct,
    O extends readonly [options?: YieldManyOptions | Timeout],
    R = Promise<readonly (readonly [T, TaskResult<ResultOf<T>>])[]>,
  >(
    tasks: readonly T[],
    ...options: O
  ): NoInfer<R>;
  <
    T extends TaskStruct,
    O extends readonly [options?: YieldManyOptions | Timeout],
    R = Promise<readonly (readonly [T, TaskResult<ResultOf<T>>])[]>,
  >(
    tasks: readonly T[],
    ...options: O
  ): NoInfer<R>;
}

/** The functions of Elixir's module Task. */
export interface TaskModule {
  readonly async: AsyncTask;
  readonly start: Start;
  readonly startLink: Start;
  readonly completed: CompletedTask;
  readonly await: AwaitTask;
  readonly awaitMany: AwaitManyTasks;
  readonly yield: YieldTask<Timeout>;
  readonly yieldMany: YieldManyTasks;
  readonly shutdown: YieldTask<Timeout | 'brutal_kill'>;
  readonly ignore: YieldTask<undefined>;
  readonly asyncStream: AsyncStream;
  readonly Supervisor: typeof taskSupervisor;
}

/** `completed/1`. */
export interface CompletedTask {
  <const T extends readonly [result: unknown], R = TaskStruct<T[0]>>(...result: T): NoInfer<R>;
  <const T extends readonly [result: unknown], R = TaskStruct<T[0]>>(...result: T): NoInfer<R>;
}

/**
 * Ports Elixir's Task, and as `Task.Supervisor` the module of that name. `use Task` is `extends Task`.
 *
 * @example
 * import { Task } from 'regent-otp/elixir';
 *
 * const sum = Task.async(async () => 1 + 2);
 * await Task.await(sum); // => 3
 *
 * await Task.Supervisor.startLink({ name: 'tasks' });
 * const supervised = await Task.Supervisor.async('tasks', () => 4);
 * await Task.await(supervised); // => 4
 */
export const Task = asModule<typeof Base, TaskModule>('Elixir.Task', Base, {
  ...task,
  Supervisor: taskSupervisor,
});

/** A task under way. */
export type Task<T = unknown> = TaskStruct<T>;
