/**
 * Callee: what a process is to run. A function and its arguments; or, where Erlang says `M, F, A`, a module, the name of
 * a function in it, and the arguments.
 */
import { badarg, ErlangError } from '../../lib/index.js';
import { functionNamed } from '../functionNamed.js';
import { moduleName } from '../moduleName.js';

export interface Callee {
  /** What stands for the module in `$initial_call`. */
  readonly module: unknown;
  readonly name: string;
  readonly fun: (...args: readonly unknown[]) => unknown;
  readonly args: readonly unknown[];
}

/** A class, or an object of functions. */
export type Module = object;

/** A function that is told what to run, and then what else it takes. */
export interface CalleeFunction<Rest extends readonly unknown[], R> {
  (fun: () => unknown): R;
  <const A extends readonly unknown[]>(fun: (...args: A) => unknown, args: A, ...rest: Rest): R;
  (module: Module, fun: string, args: readonly unknown[], ...rest: Rest): R;
}

/** Takes the callee from the arguments of a function, and gives the rest of them. */
export function calleeOf(where: string, given: readonly unknown[]): readonly [Callee, rest: readonly unknown[]] {
  const [first, second, third] = given;
  if (typeof second === 'string') return [calleeInModule(where, first, second, third), given.slice(3)];
  if (typeof first !== 'function') throw badarg(where, 'fun', first, 'a function, or a module with the name of one');
  const name = first.name === '' ? 'anonymous' : first.name;
  const fun = first as Callee['fun'];
  return [{ module: 'function', name, fun, args: argumentsOf(where, second ?? []) }, given.slice(2)];
}

function calleeInModule(where: string, module: unknown, name: string, args: unknown): Callee {
  if (module === null || (typeof module !== 'object' && typeof module !== 'function')) {
    throw badarg(where, 'module', module, 'a class or an object of functions');
  }
  const fun = (...given: readonly unknown[]): unknown => {
    const found = functionNamed(module, name);
    if (found === undefined) throw new ErlangError('undef', `${where}: the module has no function '${name}'`);
    return Reflect.apply(found, module, given);
  };
  return { module: moduleName(module), name, fun, args: argumentsOf(where, args) };
}

function argumentsOf(where: string, args: unknown): readonly unknown[] {
  if (!Array.isArray(args)) throw badarg(where, 'args', args, 'a list');
  return args;
}
