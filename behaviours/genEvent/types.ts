/**
 * The types of gen_event: how handlers are named, and what their callbacks return.
 */

/**
 * The module of a handler: a class that extends GenEvent. A manager on another node knows it by its name, because a class
 * cannot travel.
 */
export type HandlerModule = (abstract new () => object) | string;

/** A handler: its module, or `[module, id]` where a manager has several of one module. */
export type Handler = HandlerModule | readonly [module: HandlerModule, id: unknown];

/** A handler to be installed, whose `init` takes these arguments. */
export type NewHandler<Args> = HandlerClass<Args> | readonly [module: HandlerClass<Args>, id: unknown];

/** A class that extends GenEvent, whose `init` takes these arguments. */
export type HandlerClass<Args> = new () => { init(args: Args): unknown };

/**
 * A handler gives its place to another: its own `terminate` gets `args` and `state`, the `init` of the other
 * `[newArgs, result]` with what that returned.
 */
export type SwapHandler<State> = readonly [
  'swap_handler',
  args: unknown,
  state: State,
  handler: Handler,
  newArgs: unknown,
];

/** What `init` of a handler returns; anything else is what `addHandler` gives, and then it is not installed. */
export type HandlerInitResult<State> =
  readonly ['ok', State] | readonly ['ok', State, 'hibernate'] | readonly ['error', unknown];

/** What `handleEvent` and `handleInfo` return. */
export type EventResult<State> =
  readonly ['ok', State] | readonly ['ok', State, 'hibernate'] | SwapHandler<State> | 'remove_handler';

/** What `handleCall` of a handler returns. */
export type HandlerCallResult<State, Reply> =
  | readonly ['ok', Reply, State]
  | readonly ['ok', Reply, State, 'hibernate']
  | readonly ['swap_handler', Reply, args: unknown, state: State, handler: Handler, newArgs: unknown]
  | readonly ['remove_handler', Reply];

/** What a call gives that no handler has answered: there is no such handler, or it failed and is removed. */
export type HandlerError = readonly ['error', unknown];
