/**
 * From what was thrown to Erlang's exit reason, and the `catch` of Erlang.
 */
import { ErlangError, ExitError, ZombieError } from './errors.js';

/** The frames of an error as texts, innermost first. */
export type Stack = readonly string[];

/** The frames of an error, without its message. */
export function stackOf(error: Error): Stack {
  const { stack } = error;
  if (typeof stack !== 'string') return [];
  const frames: string[] = [];
  for (let end = stack.indexOf('\n'); end >= 0;) {
    const start = end + 1;
    end = stack.indexOf('\n', start);
    const line = (end < 0 ? stack.slice(start) : stack.slice(start, end)).trim();
    if (line.startsWith('at ')) frames.push(line);
  }
  return frames;
}

/** The reason with which a process exits that does not catch what was thrown. */
export function exitReasonOf(thrown: unknown): unknown {
  if (thrown instanceof ExitError) return thrown.reason;
  if (thrown instanceof Error) return errorReasonOf(thrown);
  return [['nocatch', thrown], []];
}

/**
 * `[reason, stack]` of an error: Erlang's reason where it has one, else the Error itself. In the place of the stack stands the
 * Error, which has it: to write it down takes V8 longer than to restart the process, and nobody may want to read it.
 */
export function errorReasonOf(error: Error): readonly [unknown, Error] {
  return [error instanceof ErlangError ? error.reason : error, error];
}

/**
 * Erlang's `catch Expression`: the value of the function, or the value that it threw, or `['EXIT', reason]` for an exit,
 * or `['EXIT', [reason, stack]]` for an error, the stack being the Error itself.
 *
 * @example
 * import { catchTerm, exit, startNode } from 'regent-otp';
 *
 * const here = startNode();
 * await here.run(() => catchTerm(() => exit('boom'))); // => ['EXIT', 'boom']
 * await here.stop();
 */
export async function catchTerm<T>(expression: () => T | PromiseLike<T>): Promise<unknown> {
  try {
    return await expression();
  } catch (thrown) {
    // The code of a dead process must not go on as if it had caught something.
    if (thrown instanceof ZombieError) throw thrown;
    return thrown instanceof Error ? ['EXIT', exitReasonOf(thrown)] : thrown;
  }
}
