/**
 * genCall: the request-reply protocol that all behaviours speak, for those who write behaviours. OTP's `gen` module.
 */
import { Address } from '../terms/address.js';
import { badarg } from '../terms/errors.js';
import { Ref } from '../terms/ref.js';
import type { NameOnNode } from '../terms/signal.js';
import { Call, type CallFailure } from './call.js';
import { currentProcess } from './current.js';
import { locally } from './locally.js';
import { never } from './promise.js';
import { isDestination, send } from './send.js';
import { trace } from './tracing.js';

/**
 * Whom to reply to: the caller, and the tag of its call. Erlang's `From`. One that is made by hand may have any tag: the caller
 * gets `[tag, reply]`.
 */
export type From = readonly [pid: Address, tag: Ref];

/**
 * Sends `[label, [caller, tag], request]` to a process and waits for its reply. Ports `gen:call/4`.
 *
 * In plain code, outside of any process, it works through a temporary process if `to` is an Address.
 *
 * @param label what the request begins with: '$gen_call', for one; of gen_event's requests it is the caller
 * @param to the server: an Address, or `[name, node]`; undefined if there is none ('noproc')
 * @param timeout ms, or 'infinity'
 * @param failure makes the exit reason of a failed call from why it failed: 'timeout', 'noproc', 'calling_self',
 *   'noconnection', or the
 *   reason with which the server ended
 * @returns the reply; rejects with an ExitError
 */
export function genCall(
  label: string | Address,
  to: Address | NameOnNode | undefined,
  request: unknown,
  timeout: number | 'infinity',
  failure: CallFailure,
): Promise<unknown> {
  const me = currentProcess();
  if (me === undefined) {
    const address = to instanceof Address ? to : undefined;
    return locally(address, () => genCall(label, to, request, timeout, failure));
  }
  // The code of a process that has ended waits for ever.
  if (!me.isAlive) return never();
  const { host } = me;
  const prepared = host.prepare(request);
  const call = new Call(me, to, failure);
  const promise = call.promise();
  call.send(label, prepared);
  host.scheduler.drain();
  // Now is when it begins to wait: a server of this node has replied as a rule.
  if (timeout !== 'infinity') call.startTimeout(timeout);
  return promise;
}

/**
 * Replies to a request: what a server that answers later, or another process in its place, does with the `from` of the
 * request. A reply that comes too late is dropped. Ports `gen_server:reply/2`, `gen:reply/2`.
 *
 * @returns 'ok'
 */
export function genReply(from: From, reply: unknown): 'ok' {
  if (!Array.isArray(from) || from.length !== 2) throw badarg('reply', 'from', from, 'the from of a request');
  const [caller, tag] = from as From;
  const me = currentProcess();
  if (tag instanceof Call && me?.host.incarnation === tag.home && me.isAlive) {
    if (me.host.tracer !== undefined) trace(me, 'send', [tag, reply], tag);
    tag.receiveByAlias([tag, me.host.prepare(reply)]);
  } else {
    sendIfPossible(tag instanceof Ref && tag.isAlias ? tag : caller, [tag, reply]);
  }
  return 'ok';
}

// As in OTP, a reply to nobody is lost.
function sendIfPossible(to: unknown, message: unknown): void {
  const isNobody = typeof to === 'string' && currentProcess()?.host.whereis(to) === undefined;
  if (isDestination(to) && !isNobody) send(to, message);
}
