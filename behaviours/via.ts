/**
 * Names of servers: registered names, names on nodes, global names, and names in a registry (`via`).
 */
import {
  Address,
  genCast,
  isNameOnNode,
  node,
  register,
  self,
  unregister,
  whereis,
  ZombieError,
  type NameOnNode,
} from '../lib/index.js';
import { global } from './global/module.js';
import type { AnyCall } from './genServer/types.js';
import { isPromise } from './promise.js';
import type { Speaks } from './speaks.js';

/**
 * What can stand behind `['via', registry, key]`: Erlang's contract of four functions, as `Registry`, `global` and
 * modules of your own have it.
 */
export interface ViaRegistry {
  /** Gives the process a name; 'no' if it is taken. Ports `register_name/2`. */
  registerName(key: unknown, pid: Address): 'yes' | 'no' | PromiseLike<'yes' | 'no'>;
  /** Takes a name back. Ports `unregister_name/1`. */
  unregisterName(key: unknown): unknown;
  /** The process with a name. Ports `whereis_name/1`. */
  whereisName(key: unknown): Address | undefined;
  /** Sends to a name, and exits with `['badarg', [key, message]]` if nobody has it. Ports `send/2`. */
  send(key: unknown, message: unknown): unknown;
}

/** A name in a registry. */
export type ViaName = readonly ['via', ViaRegistry, unknown];

/** A name in the whole cluster: any term. */
export type GlobalName = readonly ['global', unknown];

/** Under which name a server is started. */
export type ServerName = readonly ['local', string] | GlobalName | ViaName;

/**
 * How a server is found: its address, its registered name, `[name, node]`, `['global', name]`, or `['via', registry, key]`.
 * With a protocol the requests to it are checked and its replies are typed, wherever it is passed to.
 *
 * @example
 * import { genServer, GenServer, ok, reply, type Call, type ServerRef } from 'regent-otp/behaviours';
 *
 * type Calls = Call<'next', number>;
 *
 * class Counter extends GenServer<number, Calls> {
 *   init() {
 *     return ok(1);
 *   }
 *   override handleCall(_request: 'next', _from: unknown, count: number) {
 *     return reply(count, count + 1);
 *   }
 * }
 *
 * const counter: ServerRef<Calls> = 'counter';
 * await genServer.start(['local', 'counter'], Counter, []);
 * (await genServer.call(counter, 'next')).toFixed(1); // => '1.0'
 */
export type ServerRef<Calls extends AnyCall = AnyCall, Casts = unknown> = (
  Address | string | NameOnNode | GlobalName | ViaName
) &
  Speaks<Calls, Casts>;

/** A name that a registry knows: global is one of them. */
type RegistryName = GlobalName | ViaName;

export function isViaName(term: unknown): term is ViaName {
  if (!Array.isArray(term) || term.length !== 3 || term[0] !== 'via') return false;
  const registry: unknown = term[1];
  return typeof registry === 'function' || (typeof registry === 'object' && registry !== null);
}

function isGlobalName(term: unknown): term is GlobalName {
  return Array.isArray(term) && term.length === 2 && term[0] === 'global';
}

function isRegistryName(term: unknown): term is RegistryName {
  return isGlobalName(term) || isViaName(term);
}

function registryOf(name: RegistryName): readonly [registry: ViaRegistry, key: unknown] {
  return name[0] === 'global' ? [global, name[1]] : [name[1], name[2]];
}

function whereInRegistry(name: RegistryName): Address | undefined {
  const [registry, key] = registryOf(name);
  return registry.whereisName(key);
}

export function isServerName(term: unknown): term is ServerName {
  if (isRegistryName(term)) return true;
  return Array.isArray(term) && term.length === 2 && term[0] === 'local' && typeof term[1] === 'string';
}

/** Where a server is: an address, or a name on another node; undefined if nobody has the name. */
export function locate(server: ServerRef): Address | NameOnNode | undefined {
  if (server instanceof Address) return server;
  if (typeof server === 'string') return whereis(server);
  if (isRegistryName(server)) return whereInRegistry(server);
  return server[1] === node() ? whereis(server[0]) : server;
}

/** Whether a term can name a server at all. */
export function isServerRef(term: unknown): term is ServerRef {
  return term instanceof Address || typeof term === 'string' || isNameOnNode(term) || isRegistryName(term);
}

/** The process that has a name now. */
export function whereName(name: ServerName): Address | undefined {
  return name[0] === 'local' ? whereis(name[1]) : whereInRegistry(name);
}

/** Why a call failed, as its exit shows it: of a lost node by its name; a name in a registry just leads nowhere then. */
export function callFailure(server: ServerRef, reason: unknown): unknown {
  if (reason !== 'noconnection') return reason;
  return isRegistryName(server) ? 'noproc' : ['nodedown', nodeOfServer(server)];
}

/** Gives the calling process a name; false if it is taken. */
export function registerSelf(name: ServerName): boolean | PromiseLike<boolean> {
  if (name[0] !== 'local') {
    const [registry, key] = registryOf(name);
    const answer = registry.registerName(key, self());
    return isPromise(answer) ? answer.then((value) => value === 'yes') : answer === 'yes';
  }
  return whereis(name[1]) === undefined && register(name[1], self());
}

/** Takes the name of the calling process back, if it still has it; to be awaited if it gives a promise. */
export function unregisterSelf(name: ServerName): unknown {
  if (whereName(name) !== self()) return undefined;
  if (name[0] === 'local') return unregister(name[1]);
  const [registry, key] = registryOf(name);
  return registry.unregisterName(key);
}

/** Casts to a server; nobody being there is not an error. */
export function castTo(label: string, server: ServerRef, request: unknown): void {
  if (isRegistryName(server)) return sendVia(server, [label, request]);
  const to = typeof server === 'string' ? whereis(server) : server;
  if (to !== undefined) genCast(label, to, request);
}

// The registry sends, because how to reach who has the name is its own affair. A name that nobody has makes it exit.
function sendVia(name: RegistryName, message: unknown): void {
  const [registry, key] = registryOf(name);
  try {
    registry.send(key, message);
  } catch (thrown) {
    if (thrown instanceof ZombieError) throw thrown;
  }
}

/** The node a server is on, as far as that is known. Where the server is named by its node it needs no process to ask. */
export function nodeOfServer(server: ServerRef): string {
  if (server instanceof Address) return server.node;
  if (isNameOnNode(server) && !isRegistryName(server)) return server[1];
  const to = locate(server);
  return to instanceof Address ? to.node : node();
}
