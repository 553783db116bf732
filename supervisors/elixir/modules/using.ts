/**
 * What the classes of Elixir's modules have in common. Who extends one has what `use` gives a module of Elixir: callbacks,
 * and `childSpec`. The functions of the module itself are there too, but may be hidden by one's own (see Inherited).
 */
import { moduleName, type StartResult } from '../../../behaviours/index.js';
import type { ChildSpec } from '../../childSpec.js';

/** A class that is started with an argument for its `init`. */
export type Startable = new () => { init(arg: never): unknown };

/** The argument of the `init` of a class; anything if it has no `init` of its own, or one that takes none. */
export type ArgOf<M extends Startable> =
  Parameters<InstanceType<M>['init']> extends readonly [infer Arg] ? ([Arg] extends [never] ? unknown : Arg) : unknown;

/** A function that starts a class with an argument and options. */
export interface StartClass<Options> {
  <M extends Startable, A extends ArgOf<M>, O extends readonly [options?: Options], R = Promise<StartResult>>(
    module: M,
    arg: A,
    ...options: O
  ): NoInfer<R>;
  <M extends Startable, A extends ArgOf<M>, O extends readonly [options?: Options], R = Promise<StartResult>>(
    module: M,
    arg: A,
    ...options: O
  ): NoInfer<R>;
}

/** How a module is started under a supervisor: by its own `startLink(arg)`. */
export function specOf(module: object, arg: unknown, more: Partial<ChildSpec> = {}): ChildSpec {
  return { id: moduleName(module), start: [module, 'start_link', [arg]], ...more };
}

/**
 * Gives a class the name of the module that it ports, and the functions of that, but for those that it has itself.
 *
 * @typeParam Functions their types, as they are handed down
 */
export function asModule<Class extends object, Functions>(
  name: string,
  base: Class,
  functions: object,
): Class & Functions {
  const missing = Object.entries(functions).filter(([key]) => !Object.hasOwn(base, key));
  const module = Object.assign(base, Object.fromEntries(missing));
  return Object.defineProperty(module, 'name', { value: name }) as Class & Functions;
}
