/**
 * The types of gen_statem: events, actions, and what callbacks return.
 */
import type { From } from '../../lib/index.js';

/** How callbacks are found: one method for each state, or `handleEvent` for all. */
export type CallbackMode = 'state_functions' | 'handle_event_function';

/** What `callbackMode` returns; with 'state_enter' a state is told when it is entered. */
export type CallbackModeResult = CallbackMode | readonly [CallbackMode, ...'state_enter'[]];

/** What kind of event it is; of a call also whom to reply to. */
export type EventType =
  readonly ['call', From] | 'cast' | 'info' | 'timeout' | readonly ['timeout', unknown] | 'state_timeout' | 'internal';

/** The kind of a state enter call. */
export type EnterType = 'enter';

/** An event, as `next_event` inserts it and as the machine queues it. */
export interface StatemEvent {
  readonly type: EventType;
  readonly content: unknown;
}

/** Which timeout: the event timeout, the state timeout, or one with a name. */
export type TimeoutType = 'timeout' | 'state_timeout' | readonly ['timeout', unknown];

/** `['abs', true]`: the time is a point of the node's monotonic clock. */
export type TimeoutOption = readonly ['abs', boolean];

type Time = number | 'infinity';

/** Starts, cancels or changes a timeout; times in ms. A bare time is an event timeout whose content is the time. */
export type TimeoutAction =
  | Time
  | readonly [TimeoutType, Time, unknown]
  | readonly [TimeoutType, Time, unknown, readonly TimeoutOption[] | TimeoutOption]
  | readonly [TimeoutType, 'cancel']
  | readonly [TimeoutType, 'update', unknown];

export type ReplyAction = readonly ['reply', From, unknown];

/** Actions that an enter call may return too. */
export type EnterAction = 'hibernate' | readonly ['hibernate', boolean] | TimeoutAction | ReplyAction;

/** What to do beside going to a state. */
export type StatemAction =
  | EnterAction
  | 'postpone'
  | readonly ['postpone', boolean]
  | readonly ['next_event', EventType, unknown]
  | readonly ['change_callback_module' | 'push_callback_module', new () => object]
  | 'pop_callback_module';

/** One action, or a list of them, done in order. */
export type Actions<A = StatemAction> = A | readonly A[];

/** What a callback returns for an event. */
export type StatemResult<State, Data, A = StatemAction> =
  | readonly ['next_state', State, Data]
  | readonly ['next_state', State, Data, Actions<A>]
  | readonly ['keep_state' | 'repeat_state', Data]
  | readonly ['keep_state' | 'repeat_state', Data, Actions<A>]
  | 'keep_state_and_data'
  | 'repeat_state_and_data'
  | readonly ['keep_state_and_data' | 'repeat_state_and_data', Actions<A>]
  | 'stop'
  | readonly ['stop', unknown]
  | readonly ['stop', unknown, Data]
  | readonly ['stop_and_reply', unknown, Actions<ReplyAction>]
  | readonly ['stop_and_reply', unknown, Actions<ReplyAction>, Data];

/** What `init` returns. */
export type StatemInitResult<State, Data> =
  | readonly ['ok', State, Data]
  | readonly ['ok', State, Data, Actions]
  | 'ignore'
  | readonly ['stop', unknown]
  | readonly ['error', unknown];
