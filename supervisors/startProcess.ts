/**
 * startProcess: starts the process of a child, as `supervisor` sees it.
 */
import { Address, exitReasonOf } from '../lib/index.js';
import type { Eventually } from '../behaviours/index.js';
import { callStart } from './callStart.js';
import type { Module } from './childSpec.js';

/** What came of a start; `['ok', undefined]` if the start function gave 'ignore'. */
export type Started =
  readonly ['ok', Address | undefined] | readonly ['ok', Address, info: unknown] | readonly ['error', reason: unknown];

/** Starts a process and goes on with what came of it: in one step, for restarts are to be fast. */
export function startProcess<R>(
  module: Module,
  fun: string,
  args: unknown,
  next: (started: Started) => R,
): Eventually<R> {
  return callStart(module, fun, args, {
    returned: (value) => next(startedBy(value)),
    // Erlang's catch: an exit or an error is told as 'EXIT', a throw counts as the value that was returned.
    threw: (thrown) => next(thrown instanceof Error ? ['error', ['EXIT', exitReasonOf(thrown)]] : startedBy(thrown)),
  });
}

const ignored: Started = ['ok', undefined];

function startedBy(value: unknown): Started {
  if (value === 'ignore') return ignored;
  if (Array.isArray(value)) {
    const isStarted = value[0] === 'ok' && value[1] instanceof Address && (value.length === 2 || value.length === 3);
    if (isStarted || (value[0] === 'error' && value.length === 2)) return value as unknown as Started;
  }
  return ['error', value];
}
