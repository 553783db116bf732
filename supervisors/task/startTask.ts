/**
 * The request by which tasks are started, which a DynamicSupervisor that was started as a Task.Supervisor answers.
 */
import { taskSupervised, type Eventually } from '../../behaviours/index.js';
import { get, put } from '../../lib/index.js';
import type { DynamicChild } from '../dynamic/dynamicChild.js';
import type { Restart, Shutdown } from '../childSpec.js';

/** How tasks are treated where the request does not say it. */
export type TaskDefaults = readonly [restart: Restart, shutdown: Shutdown];

type StartTask = readonly ['start_task', args: readonly unknown[], restart: Restart | null, shutdown: Shutdown | null];

const key = 'Elixir.Task.Supervisor';

/** The calling process, a supervisor, takes tasks from now on. */
export function takeTasks(defaults: TaskDefaults): void {
  put(key, defaults);
}

export function isStartTask(request: unknown): request is StartTask {
  return Array.isArray(request) && request.length === 4 && request[0] === 'start_task';
}

/** Starts the child that a request asks for; `['restart', how]` tells who did not know it that tasks are started again. */
export function startTask(
  [, args, restart, shutdown]: StartTask,
  startChild: (child: DynamicChild) => Eventually<unknown>,
): Eventually<unknown> {
  const [usualRestart, usualShutdown] = get(key) as TaskDefaults;
  if (restart === null && usualRestart !== 'temporary') return ['restart', usualRestart];
  const start = [taskSupervised, 'start_link', args] as const;
  const modules = ['Elixir.Task.Supervised'];
  return startChild([start, restart ?? usualRestart, shutdown ?? usualShutdown, 'worker', modules]);
}
