/**
 * Child specifications: how a supervisor starts, restarts and stops a child.
 */

/** When a child is started again: always, if it ended abnormally, never. */
export type Restart = 'permanent' | 'transient' | 'temporary';

/** How a child is stopped: asked to, and killed after so many ms; killed at once; asked to, and waited for. */
export type Shutdown = number | 'brutal_kill' | 'infinity';

/** Whether a child is a supervisor itself. */
export type ChildType = 'worker' | 'supervisor';

/** When a supervisor ends by itself because significant children have ended. */
export type AutoShutdown = 'never' | 'any_significant' | 'all_significant';

/** A module: a class, an object of functions, or its name alone. */
export type Module = string | object;

/**
 * How a child is started, Erlang's `{Module, Function, Args}`: the function must start a process and link to it. Its name
 * may be spelled as in TypeScript or as in Erlang: `start_link` finds `startLink`.
 */
export type Start = readonly [module: Module, fun: string, args: readonly unknown[]];

/** Which modules a child runs; 'dynamic' if that changes. */
export type Modules = readonly Module[] | 'dynamic';

/**
 * What a supervisor has to know of a child. Ports `supervisor:child_spec()`.
 *
 * @example
 * import type { ChildSpec } from 'regent-otp/supervisors';
 *
 * class Bank {
 *   static startLink(_owner: string) {
 *     // ...
 *   }
 * }
 *
 * const spec: ChildSpec = { id: 'bank', start: [Bank, 'startLink', ['owner']], restart: 'transient' };
 * spec.restart; // => 'transient'
 */
export interface ChildSpec {
  /** Any term; identifies the child within its supervisor. A class stands for its name. */
  readonly id: unknown;
  readonly start: Start;
  /** Default: 'permanent'. */
  readonly restart?: Restart;
  /** Whether its end counts for `auto_shutdown`. Default: false. */
  readonly significant?: boolean;
  /** Default: 5000 ms for a worker, 'infinity' for a supervisor. */
  readonly shutdown?: Shutdown;
  /** Default: 'worker'. */
  readonly type?: ChildType;
  /** Default: the module of `start`. */
  readonly modules?: Modules;
}

/** The old form of a child specification, a tuple. */
export type ChildTuple = readonly [
  id: unknown,
  start: Start,
  restart: Restart,
  shutdown: Shutdown,
  type: ChildType,
  modules: Modules,
];

/** A child specification with all its keys. `start` of a temporary child that was added later has lost its arguments. */
export interface FullChildSpec {
  readonly id: unknown;
  readonly start: readonly [module: Module, fun: string, args: readonly unknown[] | undefined];
  readonly restart: Restart;
  readonly significant: boolean;
  readonly shutdown: Shutdown;
  readonly type: ChildType;
  readonly modules: Modules;
}
