/** functionBody: the body of a process for a function. */
import { badarg } from '../terms/errors.js';
import { FunctionBody } from './body.js';

/** What a process does: it ends with 'normal' when the function is done, else with the reason of what it threw. */
export type ProcessFunction = () => unknown;

// Calling one of these runs nothing of it: the process would end at once, and nobody would know why.
const [GeneratorFunction, AsyncGeneratorFunction] = [function* () {}, async function* () {}].map(
  (generator) => generator.constructor,
) as [FunctionConstructor, FunctionConstructor];

/** Throws if it is no function, or one of a generator. */
export function functionBody(where: string, fun: ProcessFunction): FunctionBody {
  if (typeof fun !== 'function') throw badarg(where, 'fun', fun, 'a function');
  if (isGenerator(fun)) throw badarg(where, 'fun', fun, 'no generator function');
  return new FunctionBody(fun);
}

function isGenerator(fun: object): boolean {
  return fun instanceof GeneratorFunction || fun instanceof AsyncGeneratorFunction;
}
