/** functionBody: the body of a process for a function, which is checked first. */
import { badarg } from '../terms/errors.js';
import { FunctionBody } from './body.js';

/** What a process does: it ends with 'normal' when the function is done, else with the reason of what it threw. */
export type ProcessFunction = () => unknown;

// Calling one of these runs nothing of it: the process would end at once, and nobody would know why.
const [GeneratorFunction, AsyncGeneratorFunction] = [function* () {}, async function* () {}].map(
  (generator) => generator.constructor,
) as [FunctionConstructor, FunctionConstructor];

export function functionBody(where: string, fun: ProcessFunction): FunctionBody {
  checkFunction(where, fun);
  return new FunctionBody(fun);
}

/** Throws if it is no function, or one of a generator. */
export function checkFunction(where: string, fun: unknown): void {
  if (typeof fun !== 'function') throw badarg(where, 'fun', fun, 'a function');
  if (isGenerator(fun)) throw badarg(where, 'fun', fun, 'no generator function');
}

function isGenerator(fun: object): boolean {
  return fun instanceof GeneratorFunction || fun instanceof AsyncGeneratorFunction;
}
