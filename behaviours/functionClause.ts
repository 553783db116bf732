/**
 * function_clause: no clause of a function fits its arguments.
 */
import { NonExhaustiveError } from 'ts-pattern';
import { ErlangError, exitReasonOf, ExitError, formatTerm, ZombieError } from '../lib/index.js';

/**
 * Raises Erlang's error 'function_clause': the last branch of a callback that switches over its request.
 *
 * @example
 * import { functionClause } from 'regent-otp/behaviours';
 * import type { ErlangError } from 'regent-otp';
 *
 * try {
 *   functionClause(['withdraw', 5]);
 * } catch (raised) {
 *   (raised as ErlangError).reason; // => 'function_clause'
 * }
 */
export function functionClause(argument: unknown): never {
  throw new ErlangError('function_clause', `no clause matches ${formatTerm(argument)}`);
}

/** The error of an argument that no guard of a function lets pass: names the argument and shows its value. */
export function noClause(where: string, argument: string, value: unknown, expected: string): ErlangError {
  return new ErlangError('function_clause', `${where}: ${argument} must be ${expected}, not ${formatTerm(value)}`);
}

/**
 * The exit reason of a behaviour whose callback threw. `match(...).exhaustive()` that finds no branch counts as a function
 * without a clause.
 */
export function callbackReason(thrown: unknown): unknown {
  if (thrown instanceof NonExhaustiveError) return ['function_clause', thrown];
  return exitReasonOf(thrown);
}

/** Whether a thrown value is Erlang's throw, which in a callback counts as its return value. */
export function isThrow(thrown: unknown): boolean {
  return !(thrown instanceof Error) && !(thrown instanceof ExitError);
}

/** What Erlang's `catch` makes of what a callback threw: the value of a throw, else `['EXIT', reason]`. */
export function caughtTerm(thrown: unknown): unknown {
  // The process has ended: its code must not go on as if it had caught something.
  if (thrown instanceof ZombieError) throw thrown;
  return isThrow(thrown) ? thrown : ['EXIT', callbackReason(thrown)];
}
