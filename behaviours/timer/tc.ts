/** tc: how long a function takes. */
import { badarg as badArgument } from '../../lib/index.js';
import { actionOf, type Callable, type CallArguments } from './callArguments.js';

export type TimeUnit = 'second' | 'millisecond' | 'microsecond' | 'nanosecond';

/** How many of each a millisecond has. */
const units: ReadonlyMap<unknown, number> = new Map([
  ['second', 1 / 1000],
  ['millisecond', 1],
  ['microsecond', 1000],
  ['nanosecond', 1_000_000],
]);

type Timed<T> = Promise<readonly [time: number, result: Awaited<T>]>;

export interface TimeCall {
  <T>(fun: () => T, unit?: TimeUnit): Timed<T>;
  <T, const A extends readonly unknown[]>(fun: (...args: A) => T, args: A, unit?: TimeUnit): Timed<T>;
  (module: Callable, fun: string, args: readonly unknown[], unit?: TimeUnit): Timed<unknown>;
}

/**
 * How long a function takes: `tc(fun)`, `tc(fun, args)` or `tc(module, 'function', args)`, each with a unit behind it if it
 * shall not be 'microsecond'. Ports `timer:tc/1,2,3,4`.
 *
 * @returns `[time, result]`
 * @throws badarg for a unit or a call that is none
 * @example
 * import { timer } from 'regent-otp/behaviours';
 *
 * const [seconds, sum] = await timer.tc((a: number, b: number) => a + b, [1, 2], 'second');
 * [seconds, sum]; // => [0, 3]
 * (await timer.tc(Math, 'max', [1, 5]))[1]; // => 5
 */
export const tc: TimeCall = async (...given: readonly unknown[]) => {
  const hasUnit = typeof given.at(-1) === 'string';
  const unit = hasUnit ? given.at(-1) : 'microsecond';
  const factor = units.get(unit);
  if (factor === undefined) throw badArgument('tc', 'unit', unit, [...units.keys()].join(', '));
  const action = actionOf((hasUnit ? given.slice(0, -1) : given) as unknown as CallArguments);
  if (action === undefined) throw badArgument('tc', 'call', given, 'a function, or a module and the name of one in it');
  const start = performance.now();
  const result = (await action()) as never;
  return [Math.floor((performance.now() - start) * factor), result] as const;
};
