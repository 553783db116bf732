/**
 * The functions of the module supervisor.
 */
import { genServer, type ServerName, type ServerRef, type StartResult } from '../../behaviours/index.js';
import type { Address } from '../../lib/index.js';
import type { AutoShutdown, ChildSpec, ChildTuple, ChildType, FullChildSpec, Modules } from '../childSpec.js';
import { checkChildSpecs } from '../rules/checkChildSpecs.js';
import { isAutoShutdown } from '../rules/checkFlags.js';
import type { SupervisorModule } from './lead.js';
import { SupervisorServer } from './server.js';

/** A class that extends Supervisor, whose `init` takes these arguments. */
export type SupervisorClass<Args> = new () => { init(args: Args): unknown };

/** Without or with a name: `start_link/2` and `start_link/3`. */
export interface StartSupervisor {
  <Args>(module: SupervisorClass<Args>, args: NoInfer<Args>): Promise<StartResult>;
  <Args>(name: ServerName, module: SupervisorClass<Args>, args: NoInfer<Args>): Promise<StartResult>;
}

/** What starting a child gives; the process is undefined if the start function gave 'ignore'. */
export type StartChildResult =
  readonly ['ok', Address | undefined] | readonly ['ok', Address, info: unknown] | readonly ['error', unknown];

/** What `whichChildren` tells of a child; 'restarting' while a failed restart is tried again. */
export type ChildInfo = readonly [
  id: unknown,
  child: Address | 'restarting' | undefined,
  type: ChildType,
  modules: Modules,
];

/** What `countChildren` counts. */
export type ChildCounts = readonly [
  readonly ['specs', number],
  readonly ['active', number],
  readonly ['supervisors', number],
  readonly ['workers', number],
];

/** What comes of a request that only can fail because of what it is about. */
export type ChildResult = 'ok' | readonly ['error', 'not_found' | 'running' | 'restarting' | 'simple_one_for_one'];

type StartArguments =
  | readonly [module: SupervisorClass<never>, args: unknown]
  | readonly [name: ServerName, module: SupervisorClass<never>, args: unknown];

/**
 * Ports the module supervisor; see `Supervisor` for the behaviour. Requests wait as long as it takes; they exit their
 * caller with `['noproc', ['gen_server', 'call', [sup, request, 'infinity']]]` if there is no such supervisor.
 */
export const supervisor = {
  [Symbol.toStringTag]: 'supervisor',

  /**
   * Starts a supervisor that is linked with the caller, and waits until all its children are started. Ports
   * `supervisor:start_link/2,3`.
   *
   * @param args what `init` gets
   * @returns `['ok', pid]`, 'ignore', or `['error', reason]`: `['shutdown', ['failed_to_start_child', id, reason]]` if a
   *   child cannot be started
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * class Sup extends Supervisor {
   *   init(): SupervisorInit {
   *     return ['ok', [{}, [{ id: 'a', start: [worker, 'startLink', []] }]]];
   *   }
   * }
   * await supervisor.startLink(['local', 'sup'], Sup, []);
   * await supervisor.countChildren('sup').then(([, [, active]]) => active); // => 1
   */
  startLink: ((...args: StartArguments) => {
    if (args.length === 2) return genServer.startLink(SupervisorServer, [undefined, asModule(args[0]), args[1]]);
    const [name, module, arg] = args;
    return genServer.startLink(name, SupervisorServer, [name, asModule(module), arg]);
  }) as StartSupervisor,

  /**
   * Adds a child and starts it; with simple_one_for_one starts another one, with these arguments after those of the
   * specification. Ports `supervisor:start_child/2`.
   *
   * @returns what the start function gave, or `['error', problem]`: `['already_started', pid]`, 'already_present', or
   *   the reason together with OTP's record of the child, which is not kept
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * class Sup extends Supervisor {
   *   init(): SupervisorInit {
   *     return ['ok', [{}, [{ id: 'a', start: [worker, 'startLink', []] }]]];
   *   }
   * }
   * await supervisor.startLink(['local', 'sup'], Sup, []);
   * (await supervisor.startChild('sup', { id: 'b', start: [worker, 'startLink', []] }))[0]; // => 'ok'
   * await supervisor.startChild('sup', { id: 'c', start: 'oops' } as never); // => ['error', ['invalid_mfa', 'oops']]
   */
  startChild(sup: ServerRef, spec: ChildSpec | ChildTuple | readonly unknown[]): Promise<StartChildResult> {
    return call(sup, ['start_child', spec]) as Promise<StartChildResult>;
  },

  /**
   * Stops a child, but keeps its specification unless it is temporary. Ports `supervisor:terminate_child/2`.
   *
   * @param id the child's id; with simple_one_for_one its address
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * class Sup extends Supervisor {
   *   init(): SupervisorInit {
   *     return ['ok', [{}, [{ id: 'a', start: [worker, 'startLink', []] }]]];
   *   }
   * }
   * await supervisor.startLink(['local', 'sup'], Sup, []);
   * await supervisor.terminateChild('sup', 'a'); // => 'ok'
   * await supervisor.terminateChild('sup', 'b'); // => ['error', 'not_found']
   */
  terminateChild(sup: ServerRef, id: unknown): Promise<ChildResult> {
    return call(sup, ['terminate_child', id]) as Promise<ChildResult>;
  },

  /**
   * Starts a child that has been stopped, or has ended. Ports `supervisor:restart_child/2`.
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * class Sup extends Supervisor {
   *   init(): SupervisorInit {
   *     return ['ok', [{}, [{ id: 'a', start: [worker, 'startLink', []] }]]];
   *   }
   * }
   * await supervisor.startLink(['local', 'sup'], Sup, []);
   * await supervisor.restartChild('sup', 'a'); // => ['error', 'running']
   * await supervisor.terminateChild('sup', 'a');
   * (await supervisor.restartChild('sup', 'a'))[0]; // => 'ok'
   */
  restartChild(sup: ServerRef, id: unknown): Promise<StartChildResult> {
    return call(sup, ['restart_child', id]) as Promise<StartChildResult>;
  },

  /**
   * Forgets a child that does not run. Ports `supervisor:delete_child/2`.
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * class Sup extends Supervisor {
   *   init(): SupervisorInit {
   *     return ['ok', [{}, [{ id: 'a', start: [worker, 'startLink', []] }]]];
   *   }
   * }
   * await supervisor.startLink(['local', 'sup'], Sup, []);
   * await supervisor.deleteChild('sup', 'a'); // => ['error', 'running']
   * await supervisor.terminateChild('sup', 'a');
   * await supervisor.deleteChild('sup', 'a'); // => 'ok'
   * await supervisor.whichChildren('sup'); // => []
   */
  deleteChild(sup: ServerRef, id: unknown): Promise<ChildResult> {
    return call(sup, ['delete_child', id]) as Promise<ChildResult>;
  },

  /**
   * All children, the last started first. Ports `supervisor:which_children/1`.
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * class Sup extends Supervisor {
   *   init(): SupervisorInit {
   *     return ['ok', [{}, [{ id: 'a', start: [worker, 'startLink', []] }]]];
   *   }
   * }
   * await supervisor.startLink(['local', 'sup'], Sup, []);
   * (await supervisor.whichChildren('sup')).map(([id, , type]) => [id, type]); // => [['a', 'worker']]
   */
  whichChildren(sup: ServerRef): Promise<readonly ChildInfo[]> {
    return call(sup, 'which_children') as Promise<readonly ChildInfo[]>;
  },

  /**
   * How many children there are, and of which kind. Ports `supervisor:count_children/1`.
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * class Sup extends Supervisor {
   *   init(): SupervisorInit {
   *     return ['ok', [{}, [{ id: 'a', start: [worker, 'startLink', []] }]]];
   *   }
   * }
   * await supervisor.startLink(['local', 'sup'], Sup, []);
   * await supervisor.countChildren('sup'); // => [['specs', 1], ['active', 1], ['supervisors', 0], ['workers', 1]]
   */
  countChildren(sup: ServerRef): Promise<ChildCounts> {
    return call(sup, 'count_children') as Promise<ChildCounts>;
  },

  /**
   * The specification of a child with all defaults filled in. Ports `supervisor:get_childspec/2`.
   *
   * @param id the child's id; with simple_one_for_one its address
   *
   * @example
   * import { receive, spawnLink } from 'regent-otp';
   * import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
   *
   * const worker = { startLink: () => ['ok', spawnLink(() => receive())] };
   * class Sup extends Supervisor {
   *   init(): SupervisorInit {
   *     return ['ok', [{}, [{ id: 'a', start: [worker, 'startLink', []] }]]];
   *   }
   * }
   * await supervisor.startLink(['local', 'sup'], Sup, []);
   * const [, spec] = await supervisor.getChildspec('sup', 'a');
   * (spec as { shutdown: unknown }).shutdown; // => 5000
   */
  getChildspec(sup: ServerRef, id: unknown): Promise<readonly ['ok', FullChildSpec] | readonly ['error', 'not_found']> {
    return call(sup, ['get_childspec', id]) as ReturnType<typeof supervisor.getChildspec>;
  },

  /**
   * Checks specifications without starting anything. Ports `supervisor:check_childspecs/1,2`.
   *
   * @param autoShutdown checks them for this flag too
   *
   * @example
   * import { supervisor } from 'regent-otp/supervisors';
   *
   * supervisor.checkChildspecs([{ id: 'a', start: ['bank', 'start_link', []] }]); // => 'ok'
   */
  checkChildspecs(specs: readonly unknown[], autoShutdown?: AutoShutdown): 'ok' | readonly ['error', unknown] {
    if (!Array.isArray(specs)) return ['error', ['badarg', specs]];
    if (autoShutdown !== undefined && !isAutoShutdown(autoShutdown)) return ['error', ['badarg', autoShutdown]];
    const checked = checkChildSpecs(specs, autoShutdown);
    return checked[0] === 'ok' ? 'ok' : checked;
  },
};

function call(sup: ServerRef, request: unknown): Promise<unknown> {
  return genServer.call(sup, request, 'infinity');
}

function asModule(module: SupervisorClass<never>): SupervisorModule {
  return module;
}
