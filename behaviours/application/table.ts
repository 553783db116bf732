/**
 * ApplicationTable: what a node knows of its applications: the resources that are loaded, their environments, which of them
 * are started and which run. All processes of the node read it, the controller alone starts and stops.
 *
 * The lists are newest first, as those of OTP are and as `whichApplications` shows them. 'kernel' and 'stdlib' are there
 * from the start, for applications name them.
 */
import { currentNode, type Address, type From, type Node } from '../../lib/index.js';
import { nameOf, readResource, ResourceError, type ApplicationResource, type Loaded } from './resource.js';
import type { StartType } from './application.js';

/** What the end of an application means for its node. */
export type RestartType = 'permanent' | 'transient' | 'temporary';

/** An application that is being started. */
export interface Starting {
  readonly name: string;
  readonly restart: RestartType;
  readonly type: StartType;
}

type Environment = Map<string, unknown>;

export class ApplicationTable {
  readonly loaded = new Map<string, Loaded>();
  /** The masters of the applications that run or are about to, by name. */
  readonly masters = new Map<string, Address>();
  /** What runs, with its master if it has one. */
  running: readonly (readonly [name: string, master: Address | undefined])[] = [];
  /** What was started and not stopped since; it may have ended by itself. */
  started: readonly (readonly [name: string, RestartType])[] = [];
  starting: readonly Starting[] = [];
  /** The controller is about to end, and all applications with it. */
  isEnding = false;
  /** Who waits for the start of an application. */
  requests: readonly (readonly [name: string, From])[] = [];
  /** Resources that can be loaded by their names. */
  readonly #available = new Map<string, ApplicationResource>();
  readonly #environments = new Map<string, Environment>();
  /** What `setEnv` has set for good: it counts more than a resource that is loaded later. */
  readonly #config = new Map<string, Environment>();

  constructor() {
    for (const name of ['stdlib', 'kernel']) {
      this.load(['application', name, { description: 'part of Regent' }]);
      this.running = [[name, undefined], ...this.running];
      this.started = [[name, 'permanent'], ...this.started];
    }
  }

  /** Lets a resource be loaded by its name. */
  provide(resource: ApplicationResource): void {
    this.#available.set(nameOf(resource), resource);
  }

  /** Loads an application, and those that it includes. */
  load(application: string | ApplicationResource): void {
    const name = nameOf(application);
    if (this.loaded.has(name)) throw new ResourceError(['already_loaded', application]);
    const resource = typeof application === 'string' ? this.#available.get(name) : application;
    if (resource === undefined) throw new ResourceError(['no such file or directory', `${name}.app`]);
    const loaded = readResource(resource);
    this.#environments.set(
      name,
      new Map([...this.environment(name), ...loaded.env, ...(this.#config.get(name) ?? [])]),
    );
    this.loaded.set(name, loaded);
    for (const included of loaded.included_applications) if (!this.loaded.has(included)) this.load(included);
  }

  /** Forgets an application, and those that it includes. */
  unload(name: string): void {
    const included = this.loaded.get(name)?.included_applications ?? [];
    this.#environments.delete(name);
    this.loaded.delete(name);
    for (const one of included) if (this.loaded.has(one)) this.unload(one);
  }

  /** The parameters of an application; empty if it has none. */
  environment(name: string): ReadonlyMap<string, unknown> {
    return this.#environments.get(name) ?? new Map<string, unknown>();
  }

  /** Sets a parameter; the application need not be loaded. */
  setParameter(name: string, key: string, value: unknown, isPersistent: boolean): void {
    set(this.#environments, name, key, value);
    if (isPersistent) set(this.#config, name, key, value);
  }

  unsetParameter(name: string, key: string, isPersistent: boolean): void {
    this.#environments.get(name)?.delete(key);
    if (isPersistent) this.#config.get(name)?.delete(key);
  }

  /** The application whose processes have this group leader. */
  applicationOf(leader: Address): string | undefined {
    for (const [name, master] of this.masters) if (master === leader) return name;
    return undefined;
  }

  isRunning(name: string): boolean {
    return this.running.some(([one]) => one === name);
  }

  /** An application that this one needs and that is in none of the pairs; optional ones may be missing. */
  missingFor(
    { applications, optional_applications: optional }: Loaded,
    among: readonly (readonly [string, unknown])[],
  ) {
    return applications.find((name) => !optional.includes(name) && !among.some(([one]) => one === name));
  }
}

function set(environments: Map<string, Environment>, name: string, key: string, value: unknown): void {
  const environment = environments.get(name);
  if (environment === undefined) environments.set(name, new Map([[key, value]]));
  else environment.set(key, value);
}

const tables = new WeakMap<Node, ApplicationTable>();

/** The table of the node of the calling process. */
export function tableHere(): ApplicationTable {
  const node = currentNode();
  let table = tables.get(node);
  if (table === undefined) tables.set(node, (table = new ApplicationTable()));
  return table;
}
