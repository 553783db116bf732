/**
 * The functions of Elixir's module Supervisor: as those of supervisor, with Elixir's options, children and exit reasons.
 */
import {
  argumentError,
  elixirGenServer,
  serverNameOf,
  type ElixirServerRef,
  type NameOption,
  type StartResult,
} from '../../behaviours/index.js';
import { formatTerm } from '../../lib/index.js';
import type { AutoShutdown, ChildSpec, ChildTuple } from '../childSpec.js';
import type { SupervisorModule } from '../supervisor/lead.js';
import { supervisor, type ChildInfo, type ChildResult, type StartChildResult } from '../supervisor/module.js';
import type { SupervisorInit } from '../supervisor/supervisor.js';
import { callSupervisor, countChildrenOf, type ChildCountMap } from './callSupervisor.js';
import { childSpecOf, type ChildLike } from './childSpecOf.js';
import { SupervisorDefault } from './default.js';

/** Options of `init`, with Elixir's names. */
export interface SupervisorOptions {
  readonly strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one' | 'simple_one_for_one';
  /** So many restarts are allowed within `max_seconds`. Default: 3. */
  readonly max_restarts?: number;
  /** Default: 5. */
  readonly max_seconds?: number;
  /** Default: 'never'. */
  readonly auto_shutdown?: AutoShutdown;
}

/** Under which name a supervisor is started. */
export interface SupervisorName {
  readonly name?: NameOption | null;
}

export type Child = ChildLike | ChildTuple;

const overridable: readonly string[] = ['id', 'start', 'restart', 'shutdown', 'type', 'modules', 'significant'];

export const elixirSupervisor = {
  /** Ports `Supervisor.start_link/2` (children and options) and `start_link/3` (a module, its argument, options). */
  startLink(first: readonly Child[] | SupervisorModule, ...rest: readonly unknown[]): Promise<StartResult> {
    if (typeof first === 'function') return start(first, rest[0], rest[1] as SupervisorName | undefined);
    const options = rest[0] as SupervisorOptions & SupervisorName;
    return start(SupervisorDefault, elixirSupervisor.init(first, options), options);
  },

  /** What the `init` of a supervisor returns. Ports `Supervisor.init/2`. */
  init(children: readonly Child[], options: SupervisorOptions): SupervisorInit {
    const { strategy, max_restarts = 3, max_seconds = 5, auto_shutdown = 'never' } = options;
    if ((strategy as unknown) === undefined) throw argumentError('expected :strategy option to be given');
    const flags = { strategy, intensity: max_restarts, period: max_seconds, auto_shutdown };
    return ['ok', [flags, children.map((child) => (isTuple(child) ? child : (childSpecOf(child) as ChildSpec)))]];
  },

  /** A specification, with some of its keys changed. Ports `Supervisor.child_spec/2`. */
  childSpec(child: ChildLike, overrides: Partial<ChildSpec> = {}): ChildSpec {
    if (isTuple(child)) {
      throw argumentError(
        `old tuple-based child specification ${formatTerm(child)} is not supported in Supervisor.child_spec/2`,
      );
    }
    const unknown = Object.keys(overrides).find((key) => !overridable.includes(key));
    if (unknown !== undefined) throw argumentError(`unknown key :${unknown} in child specification override`);
    return { ...(childSpecOf(child) as ChildSpec), ...overrides };
  },

  /** Adds a child and starts it. Ports `Supervisor.start_child/2`. */
  async startChild(sup: ElixirServerRef, child: Child | readonly unknown[]): Promise<StartChildResult> {
    const isAsItIs = isTuple(child) || (Array.isArray(child) && !isModuleAndArgument(child));
    const spec: unknown = isAsItIs ? child : childSpecOf(child);
    return (await callSupervisor(sup, ['start_child', spec])) as StartChildResult;
  },

  /** Stops a child, but keeps its specification unless it is temporary. Ports `Supervisor.terminate_child/2`. */
  async terminateChild(sup: ElixirServerRef, id: unknown): Promise<'ok' | readonly ['error', 'not_found']> {
    return (await callSupervisor(sup, ['terminate_child', id])) as 'ok' | readonly ['error', 'not_found'];
  },

  /** Forgets a child that does not run. Ports `Supervisor.delete_child/2`. */
  async deleteChild(sup: ElixirServerRef, id: unknown): Promise<ChildResult> {
    return (await callSupervisor(sup, ['delete_child', id])) as ChildResult;
  },

  /** Starts a child again that was stopped. Ports `Supervisor.restart_child/2`. */
  async restartChild(sup: ElixirServerRef, id: unknown): Promise<StartChildResult> {
    return (await callSupervisor(sup, ['restart_child', id])) as StartChildResult;
  },

  /** All children, the last started first. Ports `Supervisor.which_children/1`. */
  async whichChildren(sup: ElixirServerRef): Promise<readonly ChildInfo[]> {
    return (await callSupervisor(sup, 'which_children')) as readonly ChildInfo[];
  },

  /** How many children there are, and of which kind. Ports `Supervisor.count_children/1`. */
  countChildren(sup: ElixirServerRef): Promise<ChildCountMap> {
    return countChildrenOf(sup);
  },

  /** Has a supervisor end, and waits until it has. Ports `Supervisor.stop/3`. */
  stop(sup: ElixirServerRef, reason: unknown = 'normal', timeout: number | 'infinity' = 'infinity'): Promise<'ok'> {
    return elixirGenServer.stop(sup, reason, timeout);
  },
};

function start(module: SupervisorModule, arg: unknown, options: SupervisorName = {}): Promise<StartResult> {
  const name = serverNameOf(options.name);
  return name === undefined ? supervisor.startLink(module, arg) : supervisor.startLink(name, module, arg);
}

/** The old form of a specification, with six elements. */
function isTuple(child: unknown): child is ChildTuple {
  return Array.isArray(child) && child.length === 6 && Array.isArray(child[1]);
}

function isModuleAndArgument(child: readonly unknown[]): boolean {
  const [module] = child;
  const isModule = typeof module === 'function' || (typeof module === 'object' && module !== null);
  return child.length === 2 && isModule && 'childSpec' in module;
}
