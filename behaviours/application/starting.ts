/** Starting applications together with those that they need. */
import { exit } from '../../lib/index.js';
import { RequestIds } from '../gen/requestIds.js';
import { genServer } from '../genServer/module.js';
import { askController, ensureController } from './controllerHere.js';
import { nameOf, ResourceError, type ApplicationResource } from './resource.js';
import { tableHere, type RestartType } from './table.js';

/** What starting gives: 'ok', or why not. */
export type StartResult = 'ok' | readonly ['error', unknown];

/** What `ensureAllStarted` gives: those that it has started, in that order, or the one that could not be and why. */
export type AllStarted = readonly ['ok', readonly string[]] | readonly ['error', readonly [string, unknown]];

/** `load/1` */
export function load(application: string | ApplicationResource): StartResult {
  try {
    tableHere().load(application);
    return 'ok';
  } catch (thrown) {
    if (!(thrown instanceof ResourceError)) throw thrown;
    return ['error', thrown.reason];
  }
}

/** `start/2` */
export async function start(application: string | ApplicationResource, type: RestartType): Promise<StartResult> {
  const loaded = ensureLoaded(application);
  if (loaded !== undefined) return ['error', loaded];
  return (await askController(['start_application', nameOf(application), type])) as StartResult;
}

/** `stop/1` */
export async function stop(name: string): Promise<StartResult> {
  return (await askController(['stop_application', name])) as StartResult;
}

/** Gives why the application cannot be loaded. */
function ensureLoaded(application: string | ApplicationResource): unknown {
  const result = load(application);
  if (result === 'ok') return undefined;
  const [, reason] = result;
  return Array.isArray(reason) && reason[0] === 'already_loaded' ? undefined : reason;
}

/** `ensure_all_started/3`; the first that fails has all stopped that were started. */
export async function ensureAllStarted(
  names: readonly string[],
  type: RestartType,
  mode: 'serial' | 'concurrent',
): Promise<AllStarted> {
  const starter = new Starter(type, mode);
  const failure = (await starter.startAll(names, [])) ?? (await starter.startPending());
  if (failure === undefined) return ['ok', starter.started];
  for (const name of [...starter.started].reverse()) await stop(name);
  return ['error', failure];
}

type Failure = readonly [name: string, reason: unknown];

/**
 * Starts applications, those that they need first. If it may start several at once, it starts at first only those without
 * a callback module, and keeps the others, each with what it still waits for.
 */
class Starter {
  readonly started: string[] = [];
  readonly #type: RestartType;
  readonly #mode: 'serial' | 'concurrent';
  readonly #pending = new Map<string, ReadonlySet<string>>();
  /** What is waited for by the application that is looked at. */
  #needed: string[] = [];

  constructor(type: RestartType, mode: 'serial' | 'concurrent') {
    this.#type = type;
    this.#mode = mode;
  }

  async startAll(names: readonly string[], optional: readonly string[]): Promise<Failure | undefined> {
    for (const name of names) {
      if (this.#pending.has(name)) {
        this.#needed.push(name);
      } else if (!tableHere().isRunning(name)) {
        const reason = ensureLoaded(name);
        const isMissing = Array.isArray(reason) && reason[0] === 'no such file or directory';
        if (isMissing && optional.includes(name)) continue;
        const failure = reason === undefined ? await this.#startOne(name) : ([name, reason] as const);
        if (failure !== undefined) return failure;
      }
    }
    return undefined;
  }

  async #startOne(name: string): Promise<Failure | undefined> {
    const { applications, optional_applications: optional, mod } = tableHere().loaded.get(name)!;
    const outer = this.#needed;
    this.#needed = [];
    const failure = await this.startAll(applications, optional);
    const needed = this.#needed;
    this.#needed = outer;
    if (failure !== undefined) return failure;
    if (needed.length === 0 && (this.#mode === 'serial' || mod.length === 0)) {
      return this.#note(name, await askController(['start_application', name, this.#type]));
    }
    this.#pending.set(name, new Set(needed));
    this.#needed.push(name);
    return undefined;
  }

  /** Starts what is left, all at once that waits for nothing any more. */
  async startPending(): Promise<Failure | undefined> {
    await ensureController();
    const pending = new Map(this.#pending);
    let requests: RequestIds<unknown, string> = new RequestIds<unknown, string>();
    let failure: Failure | undefined;
    for (;;) {
      if (failure === undefined) requests = this.#request(pending, requests);
      if (requests.size === 0) return failure;
      const answer = await genServer.waitResponse(requests, 'infinity', true);
      if (answer === 'timeout' || answer === 'no_request') return failure;
      const [response, name, left] = answer;
      requests = left;
      if (response[0] === 'error') return exit(response[1][0]);
      failure = this.#note(name, response[1]) ?? failure;
      for (const [other, needed] of pending) pending.set(other, new Set([...needed].filter((one) => one !== name)));
    }
  }

  #request(pending: Map<string, ReadonlySet<string>>, requests: RequestIds<unknown, string>) {
    let all = requests;
    for (const [name, needed] of pending) {
      if (needed.size > 0) continue;
      pending.delete(name);
      const request = ['start_application', name, this.#type];
      all = genServer.sendRequest('application_controller', request, name, all);
    }
    return all;
  }

  #note(name: string, result: unknown): Failure | undefined {
    const reason: unknown = Array.isArray(result) ? result[1] : undefined;
    if (result === 'ok') this.started.push(name);
    else if (!Array.isArray(reason) || reason[0] !== 'already_started') return [name, reason];
    return undefined;
  }
}
