/**
 * spawnRequest: asking for a process without waiting for it.
 */
import { badarg } from '../terms/errors.js';
import { Ref } from '../terms/ref.js';
import { handOver } from './acceptSpawn.js';
import { requireProcess } from './current.js';
import { functionBody, type ProcessFunction } from './functionBody.js';
import type { Process } from './process.js';
import { spawnSettings, type SpawnRequestOption, type SpawnSettings } from './spawnOptions.js';
import { PendingSpawn } from './pendingSpawn.js';
import { startProcess } from './startProcess.js';

/** What to run: the names of a node, of a module and of a function, and the arguments. */
export type Callee = readonly [node: string, module: string, fun: string, args: readonly unknown[]];

/**
 * Asks for a process and goes on at once. That it has started comes as the message `['spawn_reply', ref, 'ok', pid]`,
 * before anything else that it causes; that it cannot as `['spawn_reply', ref, 'error', reason]`: 'noconnection' if its
 * node cannot be reached, 'badopt' for an option that is none. What is to run is a function, or as in `spawn` the names of
 * an exported one. Ports `erlang:spawn_request/1,2,4,5`.
 *
 * @param options 'link', 'monitor', `['monitor', options]`, `['reply', 'yes' | 'no' | 'error_only' | 'success_only']`,
 *   `['reply_tag', term]`
 * @returns the reference in the message; with 'monitor' also that of the monitor
 * @throws badarg if what is to run has not that form, EncodeError if the arguments cannot travel
 * @example
 * import { on, receive, spawnRequest } from 'regent-otp';
 * import { P } from 'ts-pattern';
 *
 * const request = spawnRequest(() => 'done', ['monitor']);
 * await receive(on(['spawn_reply', request, 'ok', P._], ([, , answer]) => answer)); // => 'ok'
 */
export function spawnRequest(
  node: string,
  module: string,
  fun: string,
  args: readonly unknown[],
  options?: readonly SpawnRequestOption[],
): Ref;
export function spawnRequest(fun: ProcessFunction, options?: readonly SpawnRequestOption[]): Ref;
export function spawnRequest(...given: readonly unknown[]): Ref {
  const me = requireProcess('spawnRequest');
  if (typeof given[0] !== 'string') {
    const [fun, options] = given as readonly [ProcessFunction, (readonly SpawnRequestOption[])?];
    const body = functionBody('spawnRequest', fun);
    return ask(me, ['function', me.host.name], settingsOf(options), (request) => {
      handOver(me.host, startProcess(me.host, body, me), request.bonds);
    });
  }
  const callee = checkCallee('spawnRequest', given);
  return requestSpawn(me, callee, settingsOf(given[4] as readonly SpawnRequestOption[] | undefined));
}

/**
 * Gives a request for a process up, if it has not been answered yet: no answer comes any more, and a process that was to be
 * linked ends with 'abandoned'. Ports `erlang:spawn_request_abandon/1`.
 *
 * @returns whether the request was still to be answered
 */
export function spawnRequestAbandon(request: Ref): boolean {
  const me = requireProcess('spawnRequestAbandon');
  if (!(request instanceof Ref)) throw badarg('spawnRequestAbandon', 'request', request, 'what spawnRequest gave');
  return request instanceof PendingSpawn && request.abandon(me);
}

/** Asks for a process by names. */
export function requestSpawn(me: Process, [node, module, fun, args]: Callee, settings: SpawnSettings): PendingSpawn {
  const { host, groupLeader } = me;
  return ask(me, [module, node], settings, (request) => {
    const { bonds } = request;
    host.route({
      kind: 'spawn',
      to: [module, node],
      fun,
      args: host.prepare(args) as Callee[3],
      groupLeader,
      ...bonds,
    });
  });
}

/** Badarg unless they are the names of a node, of a module and of a function, and a list. */
export function checkCallee(where: string, [node, module, fun, args]: readonly unknown[]): Callee {
  for (const [argument, value] of Object.entries({ node, module, fun })) {
    if (typeof value !== 'string') throw badarg(where, argument, value, 'a name');
  }
  if (!Array.isArray(args)) throw badarg(where, 'args', args, 'a list');
  return [node as string, module as string, fun as string, args];
}

function ask(
  me: Process,
  to: readonly [string, string],
  settings: SpawnSettings,
  action: (request: PendingSpawn) => void,
): PendingSpawn {
  const request = new PendingSpawn(me, to, settings);
  try {
    if (settings.isBad) request.fail('badopt');
    else action(request);
  } catch (thrown) {
    request.withdraw();
    throw thrown;
  }
  return request;
}

function settingsOf(options: readonly SpawnRequestOption[] = []): SpawnSettings {
  if (!Array.isArray(options)) throw badarg('spawnRequest', 'options', options, 'a list');
  return spawnSettings(options);
}
