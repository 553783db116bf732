/**
 * Registered names, and what a process can ask about its node.
 */
import { Address } from '../terms/address.js';
import { badarg } from '../terms/errors.js';
import { processAt, requireProcess } from '../process/current.js';
import type { Process } from '../process/process.js';
import { trace } from '../process/tracing.js';
import type { Node } from './node.js';

/**
 * Gives a process of this node a name, under which it can be sent to. Ports `erlang:register/2`.
 *
 * @returns true
 * @throws badarg if the name is taken, the process has one or has ended, or `name` is 'undefined'
 * @example
 * import { register, self, unregister, whereis } from 'regent-otp';
 *
 * register('me', self()); // => true
 * whereis('me') === self(); // => true
 * unregister('me'); // => true
 * whereis('me'); // => undefined
 */
export function register(name: string, pid: Address): true {
  const node = nodeOf(requireProcess('register'));
  if (typeof name !== 'string' || name === 'undefined')
    throw badarg('register', 'name', name, "a text other than 'undefined'");
  if (!(pid instanceof Address)) throw badarg('register', 'pid', pid, 'an Address');
  const process = processAt(pid, node);
  if (process === undefined) throw badarg('register', 'pid', pid, 'a living process of this node');
  if (process.registeredName !== undefined && node.whereis(name) === undefined) {
    throw badarg('register', 'pid', pid, `a process without a name (it is '${process.registeredName}')`);
  }
  if (!node.register(name, process)) throw badarg('register', 'name', name, 'a name that is not taken');
  if (node.tracer !== undefined) trace(process, 'register', name);
  return true;
}

/**
 * Takes a name back. Ports `erlang:unregister/1`.
 *
 * @returns true
 * @throws badarg if nobody has it
 */
export function unregister(name: string): true {
  const node = nodeOf(requireProcess('unregister'));
  // Looked up only for a tracer.
  const pid = node.tracer === undefined ? undefined : node.whereis(name);
  if (!node.unregister(name)) throw badarg('unregister', 'name', name, 'a name that is registered');
  if (pid !== undefined) node.tracer?.tell(pid, 'unregister', [name]);
  return true;
}

/** The process with a name, or undefined. Ports `erlang:whereis/1`. */
export function whereis(name: string): Address | undefined {
  const { host } = requireProcess('whereis');
  if (typeof name !== 'string') throw badarg('whereis', 'name', name, 'a text');
  return host.whereis(name);
}

/** All names that are registered. Ports `erlang:registered/0`. */
export function registered(): readonly string[] {
  return nodeOf(requireProcess('registered')).registered();
}

/** The name of the node of the calling process, or of an address or reference. Ports `erlang:node/0,1`. */
export function node(of?: { readonly node: string }): string {
  return of === undefined ? requireProcess('node').host.name : of.node;
}

/** What `nodes` can be asked for. */
export type NodesArgument = 'visible' | 'hidden' | 'connected' | 'this' | 'known';

/**
 * The names of nodes. Ports `erlang:nodes/0,1`.
 *
 * @param which 'visible', the default: those this one is connected with, without hidden ones; 'hidden': those, and nodes
 *   of a real Erlang cluster; 'connected': both;
 *   'this': this one; 'known': this one and all members of its cluster, connected or not. A list gives all of any kind in it
 * @example
 * import { node, nodes } from 'regent-otp';
 *
 * nodes(); // => []
 * nodes(['this', 'connected']); // => [node()]
 */
export function nodes(which: NodesArgument | readonly NodesArgument[] = 'visible'): readonly string[] {
  const host = nodeOf(requireProcess('nodes'));
  const wanted: readonly unknown[] = Array.isArray(which) ? which : [which];
  return [...new Set(wanted.flatMap((one) => nodesOf(host, one)))];
}

function nodesOf(host: Node, which: unknown): readonly string[] {
  switch (which) {
    case 'visible':
    case 'hidden':
    case 'connected':
      return host.connectedNodes(which);
    case 'this':
      return [host.name];
    case 'known':
      return [host.name, ...host.peers.keys()];
    default:
      throw badarg('nodes', 'which', which, "'visible', 'hidden', 'connected', 'this' or 'known', or a list of them");
  }
}

/** All living processes of the node, oldest first. Ports `erlang:processes/0`. */
export function processes(): readonly Address[] {
  return [...nodeOf(requireProcess('processes')).processes].map((process) => process.address);
}

/** The monotonic time of the node's clock in whole ms. Ports `erlang:monotonic_time(millisecond)`. */
export function monotonicTime(): number {
  return Math.floor(requireProcess('monotonicTime').host.timers.clock.now());
}

/** The system time of the node's clock in ms since 1970. Ports `erlang:system_time(millisecond)`. */
export function systemTime(): number {
  return requireProcess('systemTime').host.timers.clock.systemTime();
}

/** The node object of the calling process. */
export function currentNode(): Node {
  return nodeOf(requireProcess('currentNode'));
}

function nodeOf(process: Process): Node {
  return process.host as Node;
}
