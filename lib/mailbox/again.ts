/**
 * again: how a clause of a receive loop calls its loop.
 */
declare const brand: unique symbol;

/** The type of `again`. One of its own, because the compiler takes a symbol that a handler returns for any symbol. */
export interface Again {
  readonly [brand]: true;
}

/**
 * What the handler of a clause returns so that the receive goes on with the same clauses: Erlang's receive loop, in which a
 * clause ends with a call of the function around it. State lives in variables of the function. The receive looks at the
 * mailbox from its front once more, its `after` starts anew, and what awaits it goes on when a handler returns something
 * else. In a process a handler that is not async costs no promise, so this is faster than a `for (;;)` around
 * `await receive(...)`, which is needed only if a pattern or the time of `after` changes from message to message.
 *
 * A handler may be async; until it is done the receive does not wait, and others may take messages that are meant for it.
 *
 * @example
 * import { again, on, receive, self, send, spawn } from 'regent-otp';
 * import { P } from 'ts-pattern';
 *
 * function sum(total: number) {
 *   return receive(
 *     on(['add', P.number], ([, n]) => {
 *       total += n;
 *       return again;
 *     }),
 *     on('stop', () => total),
 *   );
 * }
 * send(self(), ['add', 1]);
 * send(self(), ['add', 2]);
 * send(self(), 'stop');
 * await sum(0); // => 3
 */
export const again = Symbol('again') as unknown as Again;
