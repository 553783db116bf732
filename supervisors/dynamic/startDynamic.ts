/**
 * startDynamic: starts the process of a child, as DynamicSupervisor sees it.
 */
import { Address, exitReasonOf } from '../../lib/index.js';
import type { Eventually } from '../../behaviours/index.js';
import { callStart } from '../callStart.js';
import type { Start } from '../childSpec.js';

/** What came of a start. */
export type DynamicStarted =
  readonly ['ok', Address] | readonly ['ok', Address, info: unknown] | 'ignore' | readonly ['error', reason: unknown];

/** Starts a child, with the supervisor's extra arguments first, and goes on with what came of it. */
export function startDynamic<R>(
  [module, fun, args]: Start,
  extra: readonly unknown[],
  next: (started: DynamicStarted) => R,
): Eventually<R> {
  return callStart(module, fun, [...extra, ...args], {
    returned: (value) => next(startedBy(value)),
    // Unlike those of `supervisor`, exits are told by their reason, and a throw is an error that nobody caught. The stack of
    // what was thrown is not known; that of this place comes closest.
    threw: (thrown) =>
      next([
        'error',
        thrown instanceof Error ? exitReasonOf(thrown) : [['nocatch', thrown], new Error('thrown, and caught here')],
      ]),
  });
}

function startedBy(value: unknown): DynamicStarted {
  if (value === 'ignore') return value;
  if (Array.isArray(value)) {
    const isStarted = value[0] === 'ok' && value[1] instanceof Address && (value.length === 2 || value.length === 3);
    if (isStarted || (value[0] === 'error' && value.length === 2)) return value as unknown as DynamicStarted;
  }
  return ['error', value];
}
