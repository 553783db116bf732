/**
 * The functions of Elixir's module DynamicSupervisor.
 */
import {
  elixirGenServer,
  functionClause,
  idOf,
  serverNameOf,
  type ElixirStartOptions,
  type ElixirServerRef,
  type StartResult,
} from '../../behaviours/index.js';
import { Address } from '../../lib/index.js';
import type { ChildSpec, ChildTuple } from '../childSpec.js';
import { callSupervisor, countChildrenOf, type ChildCountMap } from '../elixir/callSupervisor.js';
import { childSpecOf, type ChildLike } from '../elixir/childSpecOf.js';
import { SupervisorDefault } from '../elixir/default.js';
import type { SupervisorModule } from '../supervisor/lead.js';
import type { ChildInfo } from '../supervisor/module.js';
import { checkDynamicChild } from './dynamicChild.js';
import { flagsOf, type DynamicOptions, type FullDynamicFlags } from './flags.js';
import { DynamicServer } from './server.js';
import type { DynamicStarted } from './startDynamic.js';

type DynamicClass<Arg> = new () => { init(arg: Arg): unknown };

/** Without or with a module of one's own: `start_link/1` and `start_link/3`. */
export interface StartDynamicSupervisor {
  (options: DynamicOptions & ElixirStartOptions): Promise<StartResult>;
  <Arg>(module: DynamicClass<Arg>, arg: NoInfer<Arg>, options?: ElixirStartOptions): Promise<StartResult>;
}

/**
 * Ports Elixir's module DynamicSupervisor; see `DynamicSupervisor` for the behaviour. Requests wait as long as it takes;
 * they exit their caller with `['noproc', ['Elixir.GenServer', 'call', [supervisor, request, 'infinity']]]` if there is no
 * such supervisor.
 */
export const dynamicSupervisor = {
  [Symbol.toStringTag]: 'Elixir.DynamicSupervisor',

  /**
   * Starts a supervisor that is linked with the caller. Ports `DynamicSupervisor.start_link/1` and `start_link/3`.
   *
   * @returns `['ok', pid]`, 'ignore', or `['error', reason]`
   *
   * @example
   * import { dynamicSupervisor } from 'regent-otp/supervisors';
   *
   * (await dynamicSupervisor.startLink({ name: 'jobs', max_children: 100 }))[0]; // => 'ok'
   */
  startLink: ((...args: StartArguments) => {
    const [first, arg, options] = args;
    if (typeof first !== 'function') return start(SupervisorDefault, dynamicSupervisor.init(first), first);
    return start(first, arg, options);
  }) as StartDynamicSupervisor,

  /**
   * What the `init` of a DynamicSupervisor returns. Ports `DynamicSupervisor.init/1`.
   *
   * @example
   * import { dynamicSupervisor } from 'regent-otp/supervisors';
   *
   * dynamicSupervisor.init({ max_children: 100 })[1].max_children; // => 100
   */
  init(options: DynamicOptions): readonly ['ok', FullDynamicFlags] {
    return ['ok', flagsOf(options)];
  },

  /**
   * Starts a child. Its id counts for nothing. Ports `DynamicSupervisor.start_child/2`.
   *
   * @param child a specification; or a module with a `childSpec` function, alone or as `[module, argument]`
   * @returns what the start function gave, `['error', 'max_children']`, or the problem with the specification
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { dynamicSupervisor } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * await dynamicSupervisor.startLink({ name: 'jobs' });
   * (await dynamicSupervisor.startChild('jobs', { id: 'job', start: [worker, 'startLink', []] }))[0]; // => 'ok'
   */
  async startChild(supervisor: ElixirServerRef, child: ChildLike | ChildTuple): Promise<DynamicStarted> {
    const isTuple = Array.isArray(child) && child.length === 6;
    const checked = checkDynamicChild(isTuple ? child : childSpecOf(child));
    if (checked[0] === 'error') return checked;
    return (await callSupervisor(supervisor, ['start_child', checked[1]])) as DynamicStarted;
  },

  /**
   * Stops a child for good. Ports `DynamicSupervisor.terminate_child/2`.
   *
   * @example
   * import { receive, spawnLink, type Address } from 'regent-otp';
   * import { dynamicSupervisor } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * await dynamicSupervisor.startLink({ name: 'jobs' });
   * const [, pid] = (await dynamicSupervisor.startChild('jobs', { id: 'job', start: [worker, 'startLink', []] })) as [
   *   'ok',
   *   Address,
   * ];
   * await dynamicSupervisor.terminateChild('jobs', pid); // => 'ok'
   * await dynamicSupervisor.terminateChild('jobs', pid); // => ['error', 'not_found']
   */
  async terminateChild(supervisor: ElixirServerRef, pid: Address): Promise<'ok' | readonly ['error', 'not_found']> {
    if (!(pid instanceof Address)) return functionClause(pid);
    return (await callSupervisor(supervisor, ['terminate_child', pid])) as 'ok' | readonly ['error', 'not_found'];
  },

  /**
   * All children; their ids are undefined. Ports `DynamicSupervisor.which_children/1`.
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { dynamicSupervisor } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * await dynamicSupervisor.startLink({ name: 'jobs' });
   * await dynamicSupervisor.startChild('jobs', { id: 'job', start: [worker, 'startLink', []] });
   * (await dynamicSupervisor.whichChildren('jobs')).map(([id, , type]) => [id, type]); // => [[undefined, 'worker']]
   */
  async whichChildren(supervisor: ElixirServerRef): Promise<readonly ChildInfo[]> {
    return (await callSupervisor(supervisor, 'which_children')) as readonly ChildInfo[];
  },

  /**
   * How many children there are. Ports `DynamicSupervisor.count_children/1`.
   *
   * @example
   * import { dynamicSupervisor } from 'regent-otp/supervisors';
   *
   * await dynamicSupervisor.startLink({ name: 'jobs' });
   * await dynamicSupervisor.countChildren('jobs'); // => { specs: 0, active: 0, supervisors: 0, workers: 0 }
   */
  countChildren(supervisor: ElixirServerRef): Promise<ChildCountMap> {
    return countChildrenOf(supervisor);
  },

  /**
   * Has a supervisor end, and waits until it has. Ports `DynamicSupervisor.stop/3`.
   *
   * @param timeout ms or 'infinity'
   *
   * @example
   * import { dynamicSupervisor } from 'regent-otp/supervisors';
   *
   * await dynamicSupervisor.startLink({ name: 'jobs' });
   * await dynamicSupervisor.stop('jobs'); // => 'ok'
   */
  stop(
    supervisor: ElixirServerRef,
    reason: unknown = 'normal',
    timeout: number | 'infinity' = 'infinity',
  ): Promise<'ok'> {
    return elixirGenServer.stop(supervisor, reason, timeout);
  },

  /**
   * How such a supervisor is started under another one. Ports `DynamicSupervisor.child_spec/1`.
   *
   * @example
   * import { dynamicSupervisor } from 'regent-otp/supervisors';
   *
   * dynamicSupervisor.childSpec({ name: 'jobs' }).id; // => 'jobs'
   */
  childSpec(options: DynamicOptions & ElixirStartOptions): ChildSpec {
    const id = idOf(options.name, 'Elixir.DynamicSupervisor');
    return { id, start: [dynamicSupervisor, 'start_link', [options]], type: 'supervisor' };
  },
};

type StartArguments =
  | readonly [options: DynamicOptions & ElixirStartOptions]
  | readonly [module: DynamicClass<never>, arg: unknown, options?: ElixirStartOptions];

function start(module: SupervisorModule, arg: unknown, options: ElixirStartOptions = {}): Promise<StartResult> {
  return elixirGenServer.startLink(DynamicServer, [serverNameOf(options.name), module, arg], options);
}
