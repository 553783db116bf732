/** What the functions of timer call: a function, with arguments or without, or one of a module by its name. */
import { functionNamed } from '../functionNamed.js';

/** A module whose functions a timer can call, or a function alone. */
export type Callable = ((...args: never) => unknown) | object;

export type CallArguments =
  | readonly [fun: (...args: never) => unknown, args?: readonly unknown[]]
  | readonly [module: Callable, name: string, args: readonly unknown[]];

/** The call; undefined if it is none. */
export function actionOf(call: CallArguments): (() => unknown) | undefined {
  const [owner] = call;
  const [module, fun, args] =
    call.length === 3 ? [owner, functionNamed(owner, call[1]), call[2]] : [undefined, owner, call[1] ?? []];
  if (typeof fun !== 'function' || !Array.isArray(args)) return undefined;
  return (): unknown => Reflect.apply(fun, module, args);
}
