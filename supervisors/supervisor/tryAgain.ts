/**
 * How a supervisor tries a failed restart again: by a message to itself, so that what waits in its mailbox (a request to
 * stop the child, or itself) comes first.
 */
import { genServer } from '../../behaviours/index.js';
import { self } from '../../lib/index.js';

export function askToTryAgain(id: unknown): void {
  genServer.cast(self(), ['try_again_restart', id]);
}

/** The id in such a message; undefined if it is another one. */
export function toTryAgain(message: unknown): readonly [id: unknown] | undefined {
  const isRequest = Array.isArray(message) && message.length === 2 && message[0] === 'try_again_restart';
  return isRequest ? [message[1]] : undefined;
}
