/** functionBody: the body of a process for a function. */
import { badarg } from '../terms/errors.js';
import { FunctionBody } from './body.js';

/** What a process does: it ends with 'normal' when the function is done, else with the reason of what it threw. */
export type ProcessFunction = () => unknown;

/** Throws if it is no function. */
export function functionBody(where: string, fun: ProcessFunction): FunctionBody {
  if (typeof fun !== 'function') throw badarg(where, 'fun', fun, 'a function');
  return new FunctionBody(fun);
}
