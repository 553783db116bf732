/**
 * Erlang's three classes of exceptions as they are thrown in JavaScript.
 *
 * exit:  ExitError, thrown by `exit(reason)` and by calls that fail. It carries no stack, as in Erlang, and is cheap.
 * error: ErlangError, thrown by `error(reason)`; and every other Error that anything throws.
 * throw: any other thrown value.
 */
import { formatTerm } from './formatTerm.js';

// A base that is an Error for `instanceof` and for loggers, but does not capture a stack: an exit is data.
const Stackless = function Stackless() {} as unknown as new () => Error;
Stackless.prototype = Object.create(Error.prototype) as Error;

/**
 * An exit in flight: what `exit(reason)` throws, and what a failed `call` throws. Catch it where Erlang's code has
 * `catch exit:Reason`; the reason is Erlang's term.
 *
 * @example
 * import { exit, ExitError, startNode } from 'regent-otp';
 *
 * const here = startNode();
 * await here.run(() => {
 *   try {
 *     exit('boom');
 *   } catch (error) {
 *     return error instanceof ExitError && error.reason;
 *   }
 * }); // => 'boom'
 * await here.stop();
 */
export class ExitError extends Stackless {
  /** Erlang's exit reason. */
  readonly reason: unknown;

  constructor(reason: unknown) {
    super();
    this.reason = reason;
  }

  override get name(): string {
    return 'ExitError';
  }

  override get message(): string {
    return `exit: ${formatTerm(this.reason)}`;
  }

  override get stack(): string {
    return `${this.name}: ${this.message}`;
  }
}

/**
 * An error with an Erlang reason: what `error(reason)` throws. Ports the class `error` of Erlang's exceptions. A
 * process that does not catch it exits with `[reason, stack]`.
 */
export class ErlangError extends Error {
  /** Erlang's error reason. */
  readonly reason: unknown;

  constructor(reason: unknown, message?: string) {
    super(message ?? formatTerm(reason));
    this.reason = reason;
  }
}

// Of the class, so that it is not one more thing to set in each error.
Object.defineProperty(ErlangError.prototype, 'name', { value: 'ErlangError', writable: true, configurable: true });

/**
 * What the library's functions throw when code of a process that is dead goes on running and uses them. The process
 * is gone for everybody else, so nothing that it does may have an effect.
 */
export class ZombieError extends Error {
  constructor(address: { toString(): string }) {
    super(`the process ${address.toString()} has exited; its code must not go on`);
    this.name = 'ZombieError';
  }
}

/**
 * Raises an error with an Erlang reason. Ports `erlang:error/1,2`; uncaught, the process exits with `[reason, stack]`.
 *
 * @param args what the function that fails was called with: for the message, as Erlang's are for the stack
 * @example
 * import { error, ErlangError } from 'regent-otp';
 *
 * try {
 *   error('overflow');
 * } catch (raised) {
 *   (raised as ErlangError).reason; // => 'overflow'
 * }
 */
export function error(reason: unknown, args: readonly unknown[] | 'none' = 'none'): never {
  if (args === 'none') throw new ErlangError(reason);
  throw new ErlangError(reason, `${formatTerm(reason)}, called with ${formatTerm(args)}`);
}

/**
 * The error that a wrong argument raises: reason 'badarg', and a message that names the argument and shows its value.
 */
export function badarg(where: string, argument: string, value: unknown, expected: string): ErlangError {
  return new ErlangError('badarg', `${where}: ${argument} must be ${expected}, not ${formatTerm(value)}`);
}
