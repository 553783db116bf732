/**
 * Steps: work of a driver in which callbacks are called one after the other, each of which may return a promise. A
 * generator that yields the promises and is given what `catch` makes of them. Where there are none it runs through at once.
 */
import { Afterwards, self } from '../../lib/index.js';
import { caughtTerm } from '../functionClause.js';
import type { Work } from './work.js';

export type Steps<T> = Generator<PromiseLike<unknown>, T, unknown>;

/** Goes through steps, and then does something with their result. */
export function runSteps<T>(steps: Steps<T>, then: (result: T) => Work): Work {
  return goOn(steps, undefined, then);
}

function goOn<T>(steps: Steps<T>, settled: unknown, then: (result: T) => Work): Work {
  const { done, value } = steps.next(settled);
  if (done === true) return then(value);
  return new Afterwards(
    value,
    (fulfilled) => goOn(steps, fulfilled, then),
    (thrown) => goOn(steps, caughtTerm(thrown), then),
  );
}

/** The result of steps for whoever waits for it as for a promise: at once, or later. */
export function resultOfSteps<T>(steps: Steps<T>, settled?: unknown): T | Promise<T> {
  const { done, value } = steps.next(settled);
  if (done === true) return value;
  return Promise.resolve(value)
    .then(undefined, caughtTerm)
    .then((next) => {
      // No callback runs in a process that is gone.
      self();
      return resultOfSteps(steps, next);
    });
}
