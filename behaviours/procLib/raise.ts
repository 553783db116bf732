/**
 * raise: an exception that is given as terms, as `erlang:raise/3` has it.
 */
import { badarg, error, ExitError } from '../../lib/index.js';
import type { ExceptionClass } from './ending.js';

/** `['exit', reason]`, `['error', reason]`, `['throw', value]`; a stack may follow, and does not matter. */
export type Exception = readonly [ExceptionClass, reason: unknown, stack?: unknown];

export function raise(exception: Exception): never {
  const [kind, reason] = exception;
  switch (kind) {
    case 'exit':
      throw new ExitError(reason);
    case 'throw':
      throw reason;
    case 'error':
      return error(reason);
    default:
      kind satisfies never;
      throw badarg('initFail', 'exception', exception, "['exit' | 'error' | 'throw', reason]");
  }
}
