/**
 * GenStatem: the behaviour gen_statem, a class to extend.
 */
import { ErlangError } from '../../lib/index.js';
import type { Status } from '../gen/formatStatus.js';
import type { SendTyped } from '../gen/sendTyped.js';
import type { AnyCall, Eventually, ReplyTo } from '../genServer/types.js';
import type { Speaks } from '../speaks.js';
import type { ServerRef } from '../via.js';
import { genStatem } from './module.js';
import type { CallbackModeResult, EnterType, EventType, StatemInitResult, StatemResult } from './types.js';

/**
 * A state machine: a process with a state and data, which handles events; the state decides how. `-behaviour(gen_statem)`
 * is `extends GenStatem`.
 *
 * With the callback mode 'state_functions' each state is a method of its name, `open(type, content, data)`; with
 * 'handle_event_function' all events come to `handleEvent(type, content, state, data)`. Callbacks may be async; then no
 * other event is handled before they are done. A thrown value that is no Error counts as the return value.
 *
 * When not to use it: for a server whose answers do not depend on a state, GenServer is simpler.
 *
 * @typeParam State the states; names in the mode 'state_functions'
 * @typeParam Data what the machine keeps beside
 * @typeParam Calls the calls it answers, a union of `Call<Request, Reply>`
 * @example
 * import { genStatem, GenStatem, type EventType } from 'regent-otp/behaviours';
 *
 * class Door extends GenStatem<'open' | 'closed', number> {
 *   callbackMode() {
 *     return 'state_functions' as const;
 *   }
 *   init() {
 *     return ['ok', 'closed', 0] as const;
 *   }
 *   closed(type: EventType, content: unknown, opened: number) {
 *     if (content !== 'push' || type[0] !== 'call') return 'keep_state_and_data';
 *     return ['next_state', 'open', opened + 1, ['reply', type[1], 'opened']];
 *   }
 *   open(type: EventType, content: unknown, opened: number) {
 *     if (content !== 'push' || type[0] !== 'call') return 'keep_state_and_data';
 *     return ['next_state', 'closed', opened, ['reply', type[1], ['closed', opened]]];
 *   }
 * }
 *
 * await genStatem.startLink(['local', 'door'], Door, []);
 * await genStatem.call('door', 'push'); // => 'opened'
 * await genStatem.call('door', 'push'); // => ['closed', 1]
 */
export abstract class GenStatem<State, Data, Calls extends AnyCall = AnyCall, Casts = unknown> {
  /** Exists for the type checker alone: it carries the protocol to `call` and `cast`. */
  protocol?(speaks: readonly [Calls, Casts]): void;

  /** `callback_mode/0` */
  abstract callbackMode(): CallbackModeResult;

  /** `init/1`: `['ok', state, data]`, with actions as a fourth element; `['stop', reason]`, `['error', reason]`, 'ignore'. */
  abstract init(args: never): Eventually<StatemInitResult<State, Data>>;

  /** `handle_event/4`, in the mode 'handle_event_function'. Of an enter call the content is the state that was left. */
  handleEvent(
    _type: EventType | EnterType,
    _content: unknown,
    _state: State,
    _data: Data,
  ): Eventually<StatemResult<State, Data>> {
    throw new ErlangError('undef', 'handleEvent is not defined, which the callback mode handle_event_function needs');
  }

  /** `terminate/3`: runs before the process ends by itself, or because its parent did (if it traps exits). */
  terminate(_reason: unknown, _state: State, _data: Data): unknown {
    return 'ok';
  }

  /** `code_change/4`, called by `sys.changeCode`. */
  codeChange(_oldVsn: unknown, state: State, data: Data, _extra: unknown): unknown {
    return ['ok', state, data];
  }

  /** `format_status/1`: what `sys.getStatus` and reports may show. */
  formatStatus?(status: Status): Status;

  /**
   * Sends a call of the protocol and waits for the reply. Ports `gen_statem:call/2,3`.
   *
   * @param timeout ms or 'infinity', the default
   * @returns the reply; exits its caller with `[reason, ['gen_statem', 'call', [server, request, timeout]]]`
   */
  static call<C extends AnyCall, const R extends C['request']>(
    this: abstract new () => Speaks<C>,
    server: ServerRef<NoInfer<C>>,
    request: R,
    timeout?: number | 'infinity',
  ): Promise<ReplyTo<C, R>> {
    return genStatem.call<C, R>(server, request, timeout);
  }

  /** Sends an event without a reply. Ports `gen_statem:cast/2`; always gives 'ok'. */
  static cast<Casts>(
    this: abstract new () => Speaks<AnyCall, Casts>,
    server: ServerRef<AnyCall, NoInfer<Casts>>,
    event: NoInfer<Casts>,
  ): 'ok' {
    return genStatem.cast(server, event);
  }

  /**
   * Sends a call of the protocol and goes on; `genStatem.receiveResponse` waits for the reply. With a label and a
   * collection of requests, gives a new collection that has this one too. Ports `gen_statem:send_request/2,4`.
   *
   * @returns the id of the request, or the new collection
   */
  static readonly sendRequest: SendTyped = genStatem.sendRequest;
}
