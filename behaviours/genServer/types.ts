/**
 * The types of gen_server: the protocol of a server, and what its callbacks return.
 */
/**
 * One kind of call: what is asked, and what is answered. The protocol of a server is a union of them.
 *
 * @example
 * import type { Call } from 'regent-otp/behaviours';
 *
 * type Calls = Call<readonly ['deposit', number], readonly ['ok', number]> | Call<'balance', number>;
 */
export interface Call<Request, Reply> {
  readonly request: Request;
  readonly reply: Reply;
}

/** Any protocol. */
export type AnyCall = Call<unknown, unknown>;

/** The reply to a request of a protocol. */
export type ReplyTo<C extends AnyCall, R> =
  C extends Call<infer Request, infer Reply> ? (R extends Request ? Reply : never) : never;

/**
 * What a callback wants next: `handleInfo('timeout')` if no message comes within so many ms, to sleep ('hibernate',
 * which here does nothing more), or `handleContinue(term)` before anything else.
 */
export type Action = number | 'infinity' | 'hibernate' | readonly ['continue', unknown];

/** What `init` returns. */
export type InitResult<State> =
  | readonly ['ok', State]
  | readonly ['ok', State, Action]
  | 'ignore'
  | readonly ['stop', unknown]
  | readonly ['error', unknown];

/** What `handleCast`, `handleInfo` and `handleContinue` return. */
export type NoreplyResult<State> =
  readonly ['noreply', State] | readonly ['noreply', State, Action] | readonly ['stop', unknown, State];

/** What `handleCall` returns. */
export type CallResult<State, Reply> =
  | readonly ['reply', Reply, State]
  | readonly ['reply', Reply, State, Action]
  | readonly ['stop', unknown, Reply, State]
  | NoreplyResult<State>;

/** What `codeChange` returns. */
export type CodeChangeResult<State> = readonly ['ok', State] | readonly ['error', unknown];

/** At once, or later. */
export type Eventually<T> = T | PromiseLike<T>;
