/**
 * startProcess: starts the process of a child, as `supervisor` sees it.
 */
import { Address, exitReasonOf } from '../lib/index.js';
import type { Eventually } from '../behaviours/index.js';
import { callStart, type StartOutcomes } from './callStart.js';
import type { Module } from './childSpec.js';

/** What came of a start; `['ok', undefined]` if the start function gave 'ignore'. */
export type Started =
  readonly ['ok', Address | undefined] | readonly ['ok', Address, info: unknown] | readonly ['error', reason: unknown];

export function startProcess(module: Module, fun: string, args: unknown): Eventually<Started> {
  return callStart(module, fun, args, outcomes);
}

const ignored: Started = ['ok', undefined];

// Erlang's catch: an exit or an error is told as 'EXIT', a throw counts as the value that was returned.
const outcomes: StartOutcomes<Started> = {
  returned: (value) => {
    if (value === 'ignore') return ignored;
    if (Array.isArray(value)) {
      const isStarted = value[0] === 'ok' && value[1] instanceof Address && (value.length === 2 || value.length === 3);
      if (isStarted || (value[0] === 'error' && value.length === 2)) return value as unknown as Started;
    }
    return ['error', value];
  },
  threw: (thrown) => (thrown instanceof Error ? ['error', ['EXIT', exitReasonOf(thrown)]] : outcomes.returned(thrown)),
};
