/**
 * GenServer: the behaviour gen_server, a class to extend.
 */
import { ErlangError, type From } from '../../lib/index.js';
import type { ServerRef } from '../via.js';
import { genServer } from './module.js';
import type { AnyCall, CallResult, Eventually, InitResult, NoreplyResult, ReplyTo } from './types.js';

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
  declare protected readonly protocol?: readonly [Calls, Casts];

  /** `handle_call/3`: `reply(value, state)`, `noreply(state)` and `genServer.reply(from, value)` later, or `stop(...)`. */
  handleCall(request: Calls['request'], _from: From, _state: State): Eventually<CallResult<State, Calls['reply']>> {
    return undefinedCallback('handleCall', request);
  }

  /** `handle_cast/2`: `noreply(state)` or `stop(reason, state)`. */
  handleCast(request: Casts, _state: State): Eventually<NoreplyResult<State>> {
    return undefinedCallback('handleCast', request);
  }

  /** `handle_info/2`, for every other message, also `'timeout'`. Without one they are dropped. */
  handleInfo(_info: unknown, state: State): Eventually<NoreplyResult<State>> {
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
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the state and the casts are
    this: abstract new () => GenServer<any, C, any>,
    server: ServerRef,
    request: R,
    timeout?: number | 'infinity',
  ): Promise<ReplyTo<C, R>> {
    return genServer.call(server, request, timeout) as Promise<ReplyTo<C, R>>;
  }

  /** Sends a request that has no reply. Ports `gen_server:cast/2`; always gives 'ok'. */
  static cast<Casts>(
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the state and the calls are
    this: abstract new () => GenServer<any, any, Casts>,
    server: ServerRef,
    request: NoInfer<Casts>,
  ): 'ok' {
    return genServer.cast(server, request);
  }
}

function undefinedCallback(callback: string, argument: unknown): never {
  throw new ErlangError('undef', `${callback} is not defined; it was to handle ${String(argument)}`);
}
