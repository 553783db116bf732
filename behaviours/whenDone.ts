/**
 * At once, or later: start functions and callbacks may be asynchronous, and cost no promise when they are not.
 */
import type { Eventually } from './genServer/types.js';
import { isPromise } from './promise.js';

/** Goes on with a value, now or when its promise is fulfilled. */
export function whenDone<T, R>(value: Eventually<T>, next: (value: T) => Eventually<R>): Eventually<R> {
  return isPromise(value) ? value.then(next) : next(value);
}
