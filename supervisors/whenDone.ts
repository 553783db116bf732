/**
 * At once, or later: start functions and callbacks may be asynchronous, and cost no promise when they are not.
 */
import type { Eventually } from '../behaviours/index.js';

/** Goes on with a value, now or when its promise is fulfilled. */
export function whenDone<T, R>(value: Eventually<T>, next: (value: T) => Eventually<R>): Eventually<R> {
  return isPromise(value) ? value.then(next) : next(value);
}

export function isPromise<T>(value: Eventually<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && typeof (value as PromiseLike<T>).then === 'function';
}
