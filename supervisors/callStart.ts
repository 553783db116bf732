/**
 * callStart: Erlang's `apply(Module, Function, Args)` for start functions, which may be asynchronous.
 */
import { ErlangError, formatTerm, self } from '../lib/index.js';
import { functionNamed, isPromise, moduleName, type Eventually } from '../behaviours/index.js';
import type { Module } from './childSpec.js';

/** What a supervisor makes of the outcome of a start function. */
export interface StartOutcomes<R> {
  readonly returned: (value: unknown) => R;
  readonly threw: (thrown: unknown) => R;
}

/** Calls a start function and gives what `outcomes` makes of what it returned or threw. */
export function callStart<R>(module: Module, fun: string, args: unknown, outcomes: StartOutcomes<R>): Eventually<R> {
  // After an await the supervisor may have been killed: then nothing is started any more.
  self();
  let value: unknown;
  try {
    value = Reflect.apply(functionOf(module, fun, args), module, args as readonly unknown[]);
  } catch (thrown) {
    return outcomes.threw(thrown);
  }
  if (isPromise(value)) return value.then(outcomes.returned, outcomes.threw);
  return outcomes.returned(value);
}

function functionOf(module: Module, fun: string, args: unknown): (...args: unknown[]) => unknown {
  if (!Array.isArray(args))
    throw new ErlangError('badarg', `the arguments of ${fun} must be a list, not ${formatTerm(args)}`);
  const found = functionNamed(module, fun);
  if (found !== undefined) return found;
  throw new ErlangError(
    'undef',
    `${formatTerm(moduleName(module))} has no function ${fun} (to be called with ${args.length} arguments)`,
  );
}
