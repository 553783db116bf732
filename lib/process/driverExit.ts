/**
 * DriverExit: an exit that a driver returns instead of throwing it, which would cost V8 a walk over the stack. Whoever waits
 * for it as for a promise finds the ExitError.
 */
import { ExitError } from '../terms/errors.js';

export class DriverExit implements PromiseLike<never> {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }

  then<A, B>(_done?: unknown, failed?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B> {
    failed!(new ExitError(this.reason));
    return undefined as never;
  }
}
