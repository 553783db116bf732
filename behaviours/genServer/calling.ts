/** The functions of gen_server that servers are used with. */
import {
  badarg,
  ErlangError,
  exitReasonOf,
  genCall,
  genCast,
  genReply,
  locally,
  node,
  nodes,
  ExitError,
  type From,
} from '../../lib/index.js';
import { stopGen } from '../gen/stop.js';
import { checkTimeout } from '../checkTimeout.js';
import { callFailure, castTo, isServerRef, locate, type ServerRef } from '../via.js';
import type { AnyCall, ReplyTo } from './types.js';

type Timeout = number | 'infinity';

/** What `multiCall` gives: the replies by node, and the nodes that gave none. */
export type MultiCallResult = readonly [
  replies: readonly (readonly [node: string, reply: unknown])[],
  bad: readonly string[],
];

export const calling = {
  /** As `GenServer.call`, with the types that `server` carries, if any. Ports `gen_server:call/2,3`. */
  call<C extends AnyCall, const R extends C['request']>(
    server: ServerRef<C>,
    request: R,
    timeout?: Timeout,
  ): Promise<ReplyTo<C, R>> {
    try {
      return callServer(server, request, timeout) as Promise<ReplyTo<C, R>>;
    } catch (thrown) {
      return Promise.reject(thrown);
    }
  },

  /** As `GenServer.cast`, with the types that `server` carries, if any. Ports `gen_server:cast/2`. */
  cast<Casts>(server: ServerRef<AnyCall, Casts>, request: NoInfer<Casts>): 'ok' {
    if (!isServerRef(server)) throw badarg('cast', 'server', server, 'an Address, a name, [name, node] or a via name');
    castTo('$gen_cast', server, request);
    return 'ok';
  },

  /**
   * Replies to a call whose callback returned `noreply`; any process may do it. A reply that comes too late, and a
   * second one, are dropped. Ports `gen_server:reply/2`.
   *
   * @example
   * import { spawn, type From } from 'regent-otp';
   * import { genServer, GenServer, noreply, ok } from 'regent-otp/behaviours';
   *
   * class Delegating extends GenServer<null> {
   *   init() {
   *     return ok(null);
   *   }
   *   override handleCall(request: unknown, from: From, state: null) {
   *     spawn(() => genServer.reply(from, ['helped', request]));
   *     return noreply(state);
   *   }
   * }
   *
   * await genServer.start(['local', 'delegating'], Delegating, []);
   * await genServer.call('delegating', 'me'); // => ['helped', 'me']
   */
  reply(from: From, value: unknown): 'ok' {
    return genReply(from, value);
  },

  /**
   * Has a server terminate with a reason and waits until it has. Ports `gen_server:stop/1,3`.
   *
   * @param timeout ms, or 'infinity'
   * @returns 'ok'; exits with 'noproc', 'timeout', or the reason with which it ended instead
   */
  stop(server: ServerRef, reason: unknown = 'normal', timeout: Timeout = 'infinity'): Promise<'ok'> {
    return stopGen(server, reason, timeout);
  },

  /**
   * Calls the servers that are registered under one name on several nodes, all at once. Ports
   * `gen_server:multi_call/2,3,4`.
   *
   * @param nodes the names of the nodes; if they are left out, this one and all it is connected with
   * @param timeout ms, or 'infinity', the default
   * @returns `[[[node, reply], ...], badNodes]`, each in the order of the nodes
   * @example
   * import { node } from 'regent-otp';
   * import { genServer, GenServer, ok, reply } from 'regent-otp/behaviours';
   *
   * class Echo extends GenServer<null> {
   *   init() {
   *     return ok(null);
   *   }
   *   override handleCall(request: unknown, _from: unknown, state: null) {
   *     return reply(request, state);
   *   }
   * }
   *
   * await genServer.start(['local', 'echo'], Echo, []);
   * const [replies, bad] = await genServer.multiCall([node(), 'nowhere'], 'echo', 'hello');
   * replies.map(([, said]) => said); // => ['hello']
   * bad; // => ['nowhere']
   */
  multiCall: ((...given: readonly unknown[]) => multiCall(given)) as MultiCall,

  /**
   * Casts to the servers that are registered under one name on several nodes; on this one and all it is connected with
   * if no nodes are named. Ports `gen_server:abcast/2,3`.
   *
   * @returns 'abcast'
   */
  abcast: ((...given: readonly unknown[]) => {
    const [wanted, name, request] = given.length === 2 ? [[node(), ...nodes()], ...given] : given;
    for (const to of checkNodes('abcast', wanted, name)) genCast('$gen_cast', [name as string, to], request);
    return 'abcast';
  }) as Abcast,
};

export interface MultiCall {
  (name: string, request: unknown): Promise<MultiCallResult>;
  (nodes: readonly string[], name: string, request: unknown, timeout?: Timeout): Promise<MultiCallResult>;
}

export interface Abcast {
  (name: string, request: unknown): 'abcast';
  (nodes: readonly string[], name: string, request: unknown): 'abcast';
}

function callServer(server: ServerRef, request: unknown, timeout: Timeout | undefined): Promise<unknown> {
  if (!isServerRef(server)) throw badarg('call', 'server', server, 'an Address, a name, [name, node] or a via name');
  const failure = (reason: unknown): unknown => [
    reason === 'noconnection' ? callFailure(server, reason) : reason,
    ['gen_server', 'call', timeout === undefined ? [server, request] : [server, request, timeout]],
  ];
  if (timeout !== undefined && timeout !== 'infinity' && !(Number.isInteger(timeout) && timeout >= 0)) {
    throw new ExitError(failure(exitReasonOf(new ErlangError('function_clause'))));
  }
  return genCall('$gen_call', locate(server), request, timeout ?? 5000, failure);
}

function checkNodes(where: string, wanted: unknown, name: unknown): readonly string[] {
  if (typeof name !== 'string') throw badarg(where, 'name', name, 'a registered name');
  if (Array.isArray(wanted) && wanted.every((to) => typeof to === 'string')) return wanted;
  throw badarg(where, 'nodes', wanted, 'a list of names of nodes');
}

async function multiCall(given: readonly unknown[]): Promise<MultiCallResult> {
  return locally(undefined, async () => {
    const [wanted, name, request, timeout = 'infinity'] = given.length === 2 ? [[node(), ...nodes()], ...given] : given;
    const to = checkNodes('multiCall', wanted, name);
    checkTimeout('multiCall', timeout);
    const answers = await Promise.all(to.map((where) => ask([name as string, where], request, timeout)));
    const replies = to.flatMap((where, index) => answers[index]!.map((reply) => [where, reply] as const));
    return [replies, to.filter((_, index) => answers[index]!.length === 0)];
  });
}

/** `[reply]`, or `[]` if there is none. */
function ask(to: readonly [string, string], request: unknown, timeout: Timeout): Promise<readonly unknown[]> {
  return genCall('$gen_call', to, request, timeout, (reason) => reason).then(
    (reply) => [reply],
    () => [],
  );
}
