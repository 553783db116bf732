/**
 * send: Erlang's `!`. The way of a message from here to its mailbox is two calls: `deliver` of the process, or `route` of
 * the node if it lives elsewhere.
 */
import { Address } from '../terms/address.js';
import { badarg, ZombieError } from '../terms/errors.js';
import { Ref } from '../terms/ref.js';
import type { NameOnNode } from '../terms/signal.js';
import { currentProcess, outsideError } from './current.js';
import type { Host } from './host.js';
import { hostOf, soleHost } from './hosts.js';
import type { Process } from './process.js';
import { deliver } from './signals.js';
import { trace } from './tracing.js';

/** What `send` takes: an address, an alias, a registered name, or a name on a node. */
export type Destination = Address | Ref | string | NameOnNode;

/**
 * Sends a message and goes on at once. Ports `erlang:send/2` and `Dest ! Message`.
 *
 * Sending to a dead process, to a node that is not there, or to a name that nobody has on another node is not an error:
 * the message is lost. Outside of any process an Address works as long as it tells which node to send from.
 *
 * @param to an Address, an alias, a registered name, or `[name, node]`
 * @returns the message
 * @throws badarg if `to` is a name that nobody has here, or nothing that can be sent to
 * @example
 * import { on, receive, self, send } from 'regent-otp';
 *
 * send(self(), ['hello', 'world']); // => ['hello', 'world']
 * await receive(on(['hello', 'world'], () => 'received')); // => 'received'
 */
export function send<const M>(to: Destination, message: M): M {
  const from = currentProcess();
  if (from === undefined) {
    sendFrom(hostFor(to), to, message);
    return message;
  }
  if (!from.isAlive) throw new ZombieError(from.address);
  if (from.host.tracer !== undefined) traceSend(from, to, message);
  sendFrom(from.host, to, message);
  return message;
}

/** Sends as the node: what `send` does once it is clear where from. */
export function sendFrom(host: Host, to: Destination, message: unknown): void {
  if (to instanceof Address) {
    const target = to.process as Process | undefined;
    if (target !== undefined && target.host === host) target.deliver(host.prepare(message));
    else if (to.node !== host.name) host.route({ kind: 'message', to, message: host.prepare(message) });
    return;
  }
  if (typeof to === 'string') {
    const named = host.whereis(to);
    if (named === undefined) throw badarg('send', 'to', to, 'an Address, an alias, or a name that is registered');
    sendFrom(host, named, message);
  } else if (to instanceof Ref || isNameOnNode(to)) {
    const isHere = (to instanceof Ref ? to.home : host.incarnation) === host.incarnation && nodeNamed(to) === host.name;
    if (isHere) deliver(host, to, host.prepare(message));
    else host.route({ kind: 'message', to, message: host.prepare(message) });
  } else {
    throw badarg('send', 'to', to, 'an Address, an alias, a registered name, or [name, node]');
  }
}

/** Tells that a process sends a message. */
export function traceSend(from: Process, to: Destination, message: unknown): void {
  const isGone = to instanceof Address && to.node === from.host.name && to.process === undefined;
  trace(from, isGone ? 'send_to_non_existing_process' : 'send', message, to);
}

/** Whether a term is something to send to, be there somebody or not. */
export function isDestination(term: unknown): term is Destination {
  return term instanceof Address || term instanceof Ref || typeof term === 'string' || isNameOnNode(term);
}

/** Whether a term has the form `[name, node]`. */
export function isNameOnNode(term: unknown): term is NameOnNode {
  return Array.isArray(term) && term.length === 2 && typeof term[0] === 'string' && typeof term[1] === 'string';
}

function nodeNamed(to: Ref | NameOnNode): string {
  return to instanceof Ref ? to.node : to[1];
}

/** The node to send from, for code outside of any process. */
function hostFor(to: Destination): Host {
  const home = to instanceof Address || to instanceof Ref ? to.home : undefined;
  const host = (home && hostOf(home)) ?? (typeof to === 'string' ? undefined : soleHost());
  if (host === undefined) throw outsideError(`send to ${typeof to === 'string' ? `the name '${to}'` : String(to)}`);
  return host;
}
