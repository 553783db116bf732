/**
 * GenEvent: the behaviour gen_event, a class to extend.
 */
import { currentNode } from '../../lib/index.js';
import type { Status } from '../gen/formatStatus.js';
import type { RequestId } from '../gen/requests.js';
import type { RequestIds } from '../gen/requestIds.js';
import type { AnyCall, CodeChangeResult, Eventually, ReplyTo } from '../genServer/types.js';
import { moduleName } from '../moduleName.js';
import { undefinedCallback } from '../undefinedCallback.js';
import type { Speaks } from '../speaks.js';
import type { ServerRef } from '../via.js';
import { genEvent } from './module.js';
import type { EventResult, Handler, HandlerCallResult, HandlerError, HandlerInitResult } from './types.js';

/**
 * A handler of events, one of any number that an event manager has. `-behaviour(gen_event)` is `extends GenEvent`. The
 * manager is a process (`genEvent.startLink`), a handler is none: its callbacks run in the manager, one after the other.
 * Each handler has a state of its own, which is passed and returned; the object holds nothing.
 *
 * A handler that fails is removed (`terminate(['error', reason], state)`), and the node tells of it (event 'report'); the
 * manager and its other handlers go on. Callbacks may be async; then the manager handles nothing else before they are
 * done. A thrown value that is not an Error counts as the return value.
 *
 * When not to use it: where each listener should be a process of its own, so that a slow one holds up nobody: let them
 * register with a `Registry` and use its `dispatch`.
 *
 * @typeParam State what the handler keeps
 * @typeParam Calls the calls it answers, a union of `Call<Request, Reply>`
 * @typeParam Events the events that it is told of
 * @example
 * import { genEvent, GenEvent, type Call } from 'regent-otp/behaviours';
 *
 * class Count extends GenEvent<number, Call<'count', number>> {
 *   init(from: number) {
 *     return ['ok', from] as const;
 *   }
 *   handleEvent(_event: unknown, count: number) {
 *     return ['ok', count + 1] as const;
 *   }
 *   override handleCall(_request: 'count', count: number) {
 *     return ['ok', count, count] as const;
 *   }
 * }
 *
 * await genEvent.startLink(['local', 'events']);
 * await genEvent.addHandler('events', Count, 0);
 * genEvent.notify('events', 'hello');
 * await Count.call('events', Count, 'count'); // => 1
 */
export abstract class GenEvent<State, Calls extends AnyCall = AnyCall, Events = unknown> {
  /** Exists for the type checker alone: it carries the protocol to `call`. */
  protocol?(speaks: readonly [Calls, Events]): void;

  /**
   * `init/1`: `['ok', state]`, and the handler is installed. Anything else is what `addHandler` gives. In place of another
   * handler it gets `[args, result]`: of the swap, and of the other's `terminate` ('error' if there was no other).
   */
  abstract init(args: never): Eventually<HandlerInitResult<State>>;

  /** `handle_event/2`, for what `notify` and `syncNotify` send. */
  abstract handleEvent(event: Events, state: State): Eventually<EventResult<State>>;

  /** `handle_call/2`: `['ok', reply, state]`, `['remove_handler', reply]` or `['swap_handler', reply, ...]`. */
  handleCall(request: Calls['request'], _state: State): Eventually<HandlerCallResult<State, Calls['reply']>> {
    return undefinedCallback('handleCall', request);
  }

  /**
   * `handle_info/2`, for every other message that the manager gets. A handler without one drops them, and the node tells
   * of it (event 'report').
   */
  handleInfo(info: unknown, state: State): Eventually<EventResult<State>> {
    const label = ['gen_event', 'no_handle_info'];
    currentNode().emit('report', { level: 'warning', label, module: moduleName(this.constructor), message: info });
    return ['ok', state];
  }

  /**
   * `terminate/2`: runs before the handler goes. `arg` is what `deleteHandler` or a swap gives; `['stop', reason]` when
   * the process that supervises it has ended, 'stop' when the manager ends, 'remove_handler', `['error', reason]` when it
   * failed. `deleteHandler` gives its result, a swap hands it to the next handler.
   */
  terminate(_arg: unknown, _state: State): unknown {
    return 'ok';
  }

  /** `code_change/3`, called by `sys.changeCode`: `['ok', state]`, or `['error', reason]`. */
  codeChange(oldVsn: unknown, _state: State, _extra: unknown): Eventually<CodeChangeResult<State>> {
    return undefinedCallback('codeChange', oldVsn);
  }

  /** `format_status/1`: what `sys.getStatus` and the report of a failure show, with what must not be seen left out. */
  formatStatus?(status: Status): Status;

  /**
   * Sends a call of the protocol to a handler of this class and waits for the reply. Ports `gen_event:call/3,4`.
   *
   * @param handler the class, or `[class, id]`
   * @param timeout ms or 'infinity'; 5000 if it is left out
   * @returns the reply; `['error', 'bad_module']` if the manager has no such handler, `['error', reason]` if it failed.
   *   Exits its caller with `[reason, ['gen_event', 'call', [manager, handler, request]]]` (and the timeout, if given)
   *   when the manager is not there, ends, or does not reply in time
   */
  static call<C extends AnyCall, const R extends C['request']>(
    this: abstract new () => Speaks<C>,
    manager: ServerRef,
    handler: Handler,
    request: R,
    timeout?: number | 'infinity',
  ): Promise<ReplyTo<C, R> | HandlerError> {
    return genEvent.call(manager, handler, request, timeout) as Promise<ReplyTo<C, R> | HandlerError>;
  }

  /**
   * Sends a call of the protocol and goes on; `genEvent.receiveResponse` waits for the reply. Ports
   * `gen_event:send_request/3,5`.
   *
   * @returns the id of the request
   */
  static sendRequest<C extends AnyCall, const R extends C['request']>(
    this: abstract new () => Speaks<C>,
    manager: ServerRef,
    handler: Handler,
    request: R,
  ): RequestId<ReplyTo<C, R>>;
  /**
   * As above, and adds the request to a collection.
   *
   * @param label what the response will be known by
   * @returns the new collection
   */
  static sendRequest<C extends AnyCall, const R extends C['request'], New, Reply, Label>(
    this: abstract new () => Speaks<C>,
    manager: ServerRef,
    handler: Handler,
    request: R,
    label: New,
    ids: RequestIds<Reply, Label>,
  ): RequestIds<Reply | ReplyTo<C, R>, Label | New>;
  static sendRequest(
    manager: ServerRef,
    handler: Handler,
    request: unknown,
    ...collected: readonly [] | readonly [unknown, RequestIds]
  ): unknown {
    const [label, ids] = collected;
    return ids === undefined
      ? genEvent.sendRequest(manager, handler, request)
      : genEvent.sendRequest(manager, handler, request, label, ids);
  }
}
