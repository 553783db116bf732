/**
 * GenServer: the behaviour gen_server, a class to extend.
 */
import { currentNode, type From } from '../../lib/index.js';
import type { Status } from '../gen/formatStatus.js';
import type { SendTyped } from '../gen/sendTyped.js';
import type { Speaks } from '../speaks.js';
import { undefinedCallback } from '../undefinedCallback.js';
import type { ServerRef } from '../via.js';
import { moduleOf } from './anyServer.js';
import { genServer } from './module.js';
import type { AnyCall, CallResult, CodeChangeResult, Eventually, InitResult, NoreplyResult, ReplyTo } from './types.js';

/**
 * A server: a process with a state, which answers calls, one after the other. `-behaviour(gen_server)` is
 * `extends GenServer`. State is passed and returned, as in Erlang; the object holds nothing.
 *
 * Callbacks may be async; then no other message is handled before they are done. A thrown value that is not an Error
 * counts as the return value.
 *
 * When not to use it: for code that has no state and no order to keep, a plain function does.
 *
 * @typeParam State what the server keeps
 * @typeParam Calls its protocol, a union of `Call<Request, Reply>`
 * @typeParam Casts what can be cast to it
 * @example
 * import { functionClause, genServer, GenServer, ok, reply, type Call } from 'regent-otp/behaviours';
 *
 * class Counter extends GenServer<number, Call<readonly ['add', number], number>> {
 *   init() {
 *     return ok(0);
 *   }
 *   override handleCall(request: readonly ['add', number], _from: unknown, count: number) {
 *     if (request[0] !== 'add') return functionClause(request);
 *     return reply(count + request[1], count + request[1]);
 *   }
 * }
 *
 * await genServer.startLink(['local', 'counter'], Counter, []);
 * await Counter.call('counter', ['add', 2]); // => 2
 */
export abstract class GenServer<State, Calls extends AnyCall = AnyCall, Casts = unknown> {
  /** Exists for the type checker alone: it carries the protocol to `call` and `cast`. */
  protocol?(speaks: readonly [Calls, Casts]): void;

  /** `handle_call/3`: `reply(value, state)`, `noreply(state)` and `genServer.reply(from, value)` later, or `stop(...)`. */
  handleCall(request: Calls['request'], _from: From, _state: State): Eventually<CallResult<State, Calls['reply']>> {
    return undefinedCallback('handleCall', request);
  }

  /** `handle_cast/2`: `noreply(state)` or `stop(reason, state)`. */
  handleCast(request: Casts, _state: State): Eventually<NoreplyResult<State>> {
    return undefinedCallback('handleCast', request);
  }

  /**
   * `handle_info/2`, for every other message, also `'timeout'`. A server without one drops them, and the node tells of it
   * (event 'report').
   */
  handleInfo(info: unknown, state: State): Eventually<NoreplyResult<State>> {
    const label = ['gen_server', 'no_handle_info'];
    currentNode().emit('report', { level: 'warning', label, module: moduleOf(this), message: info });
    return ['noreply', state];
  }

  /** `handle_continue/2`: runs before any message, after a callback returned `continueWith(term)`. */
  handleContinue(term: unknown, _state: State): Eventually<NoreplyResult<State>> {
    return undefinedCallback('handleContinue', term);
  }

  /**
   * `terminate/2`: runs before the process ends by itself, or because its parent did (only if it traps exits). Not when
   * an exit signal kills it. What it returns does not matter.
   */
  terminate(_reason: unknown, _state: State): unknown {
    return 'ok';
  }

  /**
   * `code_change/3`: what the state becomes when `sys.changeCode` brings new code, `['ok', state]` or
   * `['error', reason]`.
   */
  codeChange(oldVsn: unknown, _state: State, _extra: unknown): Eventually<CodeChangeResult<State>> {
    return undefinedCallback('codeChange', oldVsn);
  }

  /** `format_status/1`: what `sys.getStatus` and the report of a crash show, with what must not be seen left out. */
  formatStatus?(status: Status): Status;

  /** `init/1`: `ok(state)`, `stop(reason)`, `['error', reason]` or `'ignore'`. The starter waits for it. */
  abstract init(args: never): Eventually<InitResult<State>>;

  /**
   * Sends a request of the protocol and waits for the reply. Ports `gen_server:call/2,3`.
   *
   * @param timeout ms or 'infinity'; 5000 if it is left out
   * @returns the reply; exits its caller with `[reason, ['gen_server', 'call', [server, request]]]` (and the timeout, if
   *   given) when the server is not there, ends, or does not reply in time
   */
  static call<C extends AnyCall, const R extends C['request']>(
    this: abstract new () => Speaks<C>,
    server: ServerRef<NoInfer<C>>,
    request: R,
    timeout?: number | 'infinity',
  ): Promise<ReplyTo<C, R>> {
    return genServer.call<C, R>(server, request, timeout);
  }

  /** Sends a request that has no reply. Ports `gen_server:cast/2`; always gives 'ok'. */
  static cast<Casts>(
    this: abstract new () => Speaks<AnyCall, Casts>,
    server: ServerRef<AnyCall, NoInfer<Casts>>,
    request: NoInfer<Casts>,
  ): 'ok' {
    return genServer.cast(server, request);
  }

  /**
   * Sends a request of the protocol and goes on; `genServer.receiveResponse` waits for the reply. With a label and a
   * collection of requests, gives a new collection that has this one too. Ports `gen_server:send_request/2,4`.
   *
   * @returns the id of the request, or the new collection
   */
  static readonly sendRequest: SendTyped = genServer.sendRequest;
}
