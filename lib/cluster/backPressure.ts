/**
 * Back-pressure: `send` never waits, so who sends much to a node that reads slowly must ask. A way is busy while more
 * than its high-water mark waits to be sent.
 */
import { currentProcess, outsideError } from '../process/current.js';
import { soleHost } from '../process/hosts.js';
import { send, type Destination } from '../process/send.js';
import type { Node } from '../node/node.js';
import type { Peer } from '../node/peer.js';
import { nodeOf } from '../terms/signal.js';
import { ownedPromise } from '../process/ownedPromise.js';

/**
 * Sends a message, unless the way to the node of `to` is busy. Ports `erlang:send_nosuspend/2`.
 *
 * @param to an Address, an alias, a registered name, or `[name, node]`
 * @returns whether it was sent; always true inside a node. True does not mean that it arrives.
 * @throws as `send`
 * @example
 * import { on, receive, self, sendNosuspend } from 'regent-otp';
 *
 * sendNosuspend(self(), 'hello'); // => true
 * await receive(on('hello', () => 'received')); // => 'received'
 */
export function sendNosuspend(to: Destination, message: unknown): boolean {
  if (peerTo(to, 'sendNosuspend')?.isBusy === true) return false;
  send(to, message);
  return true;
}

/**
 * Waits until the way to the node of `to` is not busy, or is lost; inside a node that is at once. Nothing in Erlang
 * corresponds: there `erlang:send/2` suspends its caller.
 *
 * @param to an Address, an alias, a registered name, or `[name, node]`
 * @example
 * import { drained, self, send } from 'regent-otp';
 *
 * for (const line of ['one', 'two']) {
 *   send(self(), line);
 *   await drained(self());
 * }
 */
export function drained(to: Destination): Promise<void> {
  const peer = peerTo(to, 'drained');
  if (peer === undefined) return Promise.resolve();
  return ownedPromise(nodeHere('drained'), (resolve) => peer.onceDrained(() => resolve(undefined)));
}

function peerTo(to: Destination, what: string): Peer | undefined {
  return typeof to === 'string' ? undefined : nodeHere(what).peers.get(nodeOf(to));
}

function nodeHere(what: string): Node {
  const host = currentProcess()?.host ?? soleHost();
  if (host === undefined) throw outsideError(what);
  return host as Node;
}
