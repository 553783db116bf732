/**
 * The functions of the module application.
 */
import { Address, groupLeader, locally } from '../../lib/index.js';
import { infoOf } from '../infoOf.js';
import { moduleName } from '../moduleName.js';
import type { StartType } from './application.js';
import { applicationHere, environment } from './environment.js';
import { topOf } from './master.js';
import type { ApplicationModule, ApplicationResource, Loaded } from './resource.js';
import { ensureAllStarted, load, start, stop, type AllStarted, type StartResult } from './starting.js';
import { tableHere, type RestartType } from './table.js';

/** An application as it is listed: its name, description and version. */
export type ApplicationInfo = readonly [name: string, description: string, vsn: string];

/** A key of a resource. */
export type ResourceKey = keyof Loaded;

export interface GetKey {
  <K extends ResourceKey>(key: K): readonly ['ok', Loaded[K]] | undefined;
  <K extends ResourceKey>(application: string, key: K): readonly ['ok', Loaded[K]] | undefined;
}

/**
 * Ports the module application: applications are what a node starts and stops as a whole. 'kernel' and 'stdlib' are
 * started on every node, so that resources can name them.
 */
export const application = {
  /**
   * Loads an application: its resource, or, by its name, one that `provide` has told of. Ports `application:load/1`.
   *
   * @returns 'ok'; `['error', ['already_loaded', application]]`, `['error', ['no such file or directory', file]]`,
   *   `['error', ['invalid_options', options]]` ...
   * @example
   * import { application } from 'regent-otp/behaviours';
   *
   * application.load(['application', 'bank', { vsn: '1.0' }]); // => 'ok'
   * application.load('bank'); // => ['error', ['already_loaded', 'bank']]
   * application.getKey('bank', 'vsn'); // => ['ok', '1.0']
   * application.unload('bank'); // => 'ok'
   */
  load(application: string | ApplicationResource): StartResult {
    return load(application);
  },

  /**
   * Lets resources be loaded by their names, as .app files in Erlang's code path are: those that an application needs are
   * found by name when `ensureAllStarted` starts them.
   *
   * @returns 'ok'
   */
  provide(...resources: readonly ApplicationResource[]): 'ok' {
    for (const resource of resources) tableHere().provide(resource);
    return 'ok';
  },

  /** Forgets an application that does not run. Ports `application:unload/1`. */
  unload(name: string): StartResult {
    const table = tableHere();
    if (table.isRunning(name)) return ['error', ['running', name]];
    if (!table.loaded.has(name)) return ['error', ['not_loaded', name]];
    table.unload(name);
    return 'ok';
  },

  /**
   * Starts an application, which is loaded if it is not; those that it needs must have been started. Ports
   * `application:start/1,2`.
   *
   * @param type what its end means: 'permanent' stops the node, 'transient' does so unless it ends normally, 'temporary',
   *   the default, is only reported
   * @returns 'ok', or `['error', reason]`: `['already_started', name]`, `['not_started', dependency]`,
   *   `[reason, [module, 'start', [type, args]]]`, `['bad_return', [[module, 'start', [type, args]], value]]`
   */
  start(application: string | ApplicationResource, type: RestartType = 'temporary'): Promise<StartResult> {
    return locally(undefined, () => start(application, type));
  },

  /** As `start`; one that is started already is no error. Ports `application:ensure_started/1,2`. */
  async ensureStarted(name: string, type: RestartType = 'temporary'): Promise<StartResult> {
    const result = await application.start(name, type);
    const reason: unknown = result === 'ok' ? undefined : result[1];
    return Array.isArray(reason) && reason[0] === 'already_started' && reason[1] === name ? 'ok' : result;
  },

  /**
   * Starts applications and all that they need. Ports `application:ensure_all_started/1,2,3`.
   *
   * @param mode 'concurrent' starts those at the same time that do not need each other
   * @returns `['ok', started]`, those that were not started before in the order in which they were now; or
   *   `['error', [name, reason]]`, and those that were started are stopped again
   * @example
   * import { application } from 'regent-otp/behaviours';
   *
   * application.provide(['application', 'ledger', {}], ['application', 'bank', { applications: ['ledger'] }]);
   * await application.ensureAllStarted('bank'); // => ['ok', ['ledger', 'bank']]
   * await application.ensureAllStarted('bank'); // => ['ok', []]
   */
  ensureAllStarted(
    names: string | readonly string[],
    type: RestartType = 'temporary',
    mode: 'serial' | 'concurrent' = 'serial',
  ): Promise<AllStarted> {
    return locally(undefined, () => ensureAllStarted([names].flat(), type, mode));
  },

  /** Stops an application: `prepStop`, then its tree, then `stop`. Ports `application:stop/1`. */
  stop(name: string): Promise<StartResult> {
    return locally(undefined, () => stop(name));
  },

  /** The applications that run, the one started last first. Ports `application:which_applications/0,1`. */
  whichApplications(_timeout?: number | 'infinity'): readonly ApplicationInfo[] {
    return tableHere().running.map(([name]) => infoOn(name));
  },

  /** The applications that are loaded. Ports `application:loaded_applications/0`. */
  loadedApplications(): readonly ApplicationInfo[] {
    return [...tableHere().loaded.keys()].map(infoOn);
  },

  ...environment,

  /**
   * A key of a resource, of the calling process's own application if none is named: `['ok', value]` or undefined. Ports
   * `application:get_key/1,2`.
   */
  getKey: ((...given: readonly [string] | readonly [string, string]) => {
    const [name, key] = given.length === 1 ? [applicationHere(), given[0]] : given;
    const keys = allKeys(name);
    return keys !== undefined && Object.hasOwn(keys, key) ? ['ok', keys[key as ResourceKey]] : undefined;
  }) as GetKey,

  /**
   * All keys of a resource, `['ok', pairs]`; undefined if it is not loaded. Without a name those of the calling process's own
   * application, `[]` if it belongs to none. Ports `application:get_all_key/0,1`.
   */
  getAllKey(
    ...given: readonly [] | readonly [application: string]
  ): readonly ['ok', readonly (readonly [string, unknown])[]] | readonly [] | undefined {
    const keys = allKeys(given.length === 0 ? applicationHere() : given[0]);
    if (keys !== undefined) return ['ok', Object.entries(keys)];
    return given.length === 0 ? [] : undefined;
  },

  /**
   * The application that a process or a module belongs to, the calling process by default: `['ok', name]` or undefined.
   * Ports `application:get_application/0,1`.
   */
  getApplication(of: Address | ApplicationModule | string = groupLeader()): readonly ['ok', string] | undefined {
    const name = of instanceof Address ? applicationOfProcess(of) : applicationOfModule(of);
    return name === undefined ? undefined : ['ok', name];
  },

  /** The top of the tree of an application, `['ok', pid]` or undefined. Ports `application:get_supervisor/1`. */
  async getSupervisor(name: string): Promise<readonly ['ok', Address] | undefined> {
    const master = tableHere().masters.get(name);
    const top = master === undefined ? undefined : await topOf(master);
    return top === undefined ? undefined : ['ok', top];
  },

  /**
   * How the application of the calling process is being started, 'local' once it is up; undefined outside of applications.
   * Ports `application:start_type/0`.
   */
  startType(): StartType | 'local' | undefined {
    const name = applicationHere();
    if (name === undefined) return undefined;
    return tableHere().starting.find((one) => one.name === name)?.type ?? 'local';
  },
} as const;

function infoOn(name: string): ApplicationInfo {
  const { description, vsn } = tableHere().loaded.get(name)!;
  return [name, description, vsn];
}

function allKeys(name: string | undefined): Loaded | undefined {
  const loaded = name === undefined ? undefined : tableHere().loaded.get(name);
  return loaded === undefined ? undefined : { ...loaded, env: environment.getAllEnv(name) };
}

function applicationOfProcess(pid: Address): string | undefined {
  const leader = infoOf(pid, 'group_leader') ?? pid;
  return tableHere().applicationOf(leader);
}

function applicationOfModule(module: ApplicationModule | string): string | undefined {
  const wanted = moduleName(module);
  for (const [name, { modules }] of tableHere().loaded) {
    if (modules.some((one) => moduleName(one) === wanted)) return name;
  }
  return undefined;
}
