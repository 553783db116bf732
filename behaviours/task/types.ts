/** The types of tasks. */
import type { Address, Ref } from '../../lib/index.js';

declare const result: unique symbol;

/**
 * A task under way, as `task.async` gives it: plain data, Elixir's struct.
 *
 * @typeParam T what it will give; known to the type checker alone
 */
export interface Task<T = unknown> {
  readonly __struct__: 'Elixir.Task';
  /** What it runs. A function is shown as what applies it. */
  readonly mfa: readonly [module: unknown, fun: string, arity: number];
  /** Who started it: only that process can ask for the result. */
  readonly owner: Address;
  /** Null for one that was complete from the start. */
  readonly pid: Address | null;
  /** The result comes as a message `[ref, result]`, the end as `['DOWN', ref, 'process', pid, reason]`. */
  readonly ref: Ref;
  readonly [result]?: T;
}

/** What came of a task: its result, the reason of its end, or nothing yet. */
export type TaskResult<T> = readonly ['ok', T] | readonly ['exit', reason: unknown] | null;

/** How long to wait, in ms. */
export type Timeout = number | 'infinity';

/** Who started a task, as its reports show it: the node, the registered name or the address, the address. */
export type Owner = readonly [node: string, shown: Address | string, pid: Address];

/** What starts something by a function, or by a module, the name of its function, and the arguments. */
export interface StartTask<Started> {
  (fun: () => unknown): Started;
  (module: object, fun: string, args: readonly unknown[]): Started;
}

/** The same, where what it will give matters. */
export interface AsyncTask {
  <T>(fun: () => T): Task<Awaited<T>>;
  <T = unknown>(module: object, fun: string, args: readonly unknown[]): Task<T>;
}
