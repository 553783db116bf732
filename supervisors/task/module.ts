/**
 * The functions of Elixir's module Task.Supervisor.
 */
import {
  idOf,
  supervisedTasks,
  type ElixirStartOptions,
  type Eventually,
  type StartResult,
} from '../../behaviours/index.js';
import type { ChildSpec, Restart, Shutdown } from '../childSpec.js';
import type { DynamicInit } from '../dynamic/dynamicSupervisor.js';
import type { DynamicOptions } from '../dynamic/flags.js';
import { dynamicSupervisor } from '../dynamic/module.js';
import { takeTasks, type TaskDefaults } from './startTask.js';

/** Options of a supervisor of tasks, with Elixir's names. */
export interface TaskSupervisorOptions
  extends Pick<DynamicOptions, 'max_children' | 'max_restarts' | 'max_seconds'>, ElixirStartOptions {
  /** Whether tasks of `startChild` are started again where it does not say so. Default: 'temporary', never. */
  readonly restart?: Restart;
  /** How tasks are stopped where it is not said otherwise. Default: 5000 ms. */
  readonly shutdown?: Shutdown;
}

/**
 * Ports Elixir's module Task.Supervisor: a DynamicSupervisor whose children are tasks. A task that others must not
 * outlive, or that may crash without harm to who waits for it, is started under one.
 *
 * Requests exit their caller with `['noproc', ['Elixir.GenServer', 'call', [supervisor, request, 'infinity']]]` if there is
 * no such supervisor.
 *
 * @example
 * import { exit } from 'regent-otp';
 * import { task } from 'regent-otp/behaviours';
 * import { taskSupervisor } from 'regent-otp/supervisors';
 *
 * await taskSupervisor.startLink({ name: 'tasks' });
 * const good = await taskSupervisor.async('tasks', async () => 42);
 * await task.await(good); // => 42
 * const bad = await taskSupervisor.asyncNolink('tasks', () => exit('oops'));
 * await task.yield(bad); // => ['exit', 'oops']
 */
export const taskSupervisor = {
  [Symbol.toStringTag]: 'Elixir.Task.Supervisor',

  ...supervisedTasks,

  /**
   * Starts a supervisor of tasks that is linked with the caller. Ports `Task.Supervisor.start_link/1`.
   *
   * @param options `name`, `max_children`, `max_restarts`, `max_seconds`
   * @returns `['ok', pid]` or `['error', reason]`
   */
  startLink(options: TaskSupervisorOptions = {}): Promise<StartResult> {
    const { restart = 'temporary', shutdown = 5000 } = options;
    return dynamicSupervisor.startLink(TaskSupervisor, [[restart, shutdown], options], options);
  },

  /**
   * How such a supervisor is started under another one. Ports `Task.Supervisor.child_spec/1`.
   *
   * @example
   * import { taskSupervisor } from 'regent-otp/supervisors';
   *
   * taskSupervisor.childSpec({ name: 'tasks' }).id; // => 'tasks'
   */
  childSpec(options: TaskSupervisorOptions = {}): ChildSpec {
    const id = idOf(options.name, 'Elixir.Task.Supervisor');
    return { id, start: [taskSupervisor, 'start_link', [options]], type: 'supervisor' };
  },
};

class TaskSupervisor {
  init([defaults, options]: readonly [TaskDefaults, TaskSupervisorOptions]): Eventually<DynamicInit> {
    takeTasks(defaults);
    return dynamicSupervisor.init(options);
  }
}

// What is shown of the supervisor is the module it ports.
Object.defineProperty(TaskSupervisor, 'name', { value: 'Elixir.Task.Supervisor' });
