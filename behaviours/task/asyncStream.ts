/** The ways in which the functions that stream tasks can be called. */
import { functionClause } from '../functionClause.js';
import { applying, type Mfa } from '../elixir/mfa.js';
import type { Input } from './stream.js';
import { checkStreamOptions, type StreamOptions } from './streamOptions.js';
import type { TaskResult } from './types.js';

/** What a stream of tasks gives: a result for each element of its input. */
export type TaskStream<T> = AsyncIterable<NonNullable<TaskResult<T>>>;

/** `async_stream/3,5`: with a function, or with a module, the name of a function, and more arguments. */
export interface AsyncStream {
  <T, R>(input: Input<T>, fun: (element: T) => R, options?: StreamOptions): TaskStream<Awaited<R>>;
  <R = unknown>(
    input: Input<unknown>,
    module: object,
    fun: string,
    args: readonly unknown[],
    options?: StreamOptions,
  ): TaskStream<R>;
}

/** What is to run for an element, and the options, from what comes after the input. */
export function checkStream<Options extends StreamOptions>(
  given: readonly unknown[],
): readonly [mfa: (element: unknown) => Mfa, checked: Required<StreamOptions>, options: Options] {
  const [first, name, args] = given;
  const isNamed = typeof name === 'string' && Array.isArray(args);
  if (!isNamed && typeof first !== 'function') return functionClause(given);
  const options = (given[isNamed ? 3 : 1] ?? {}) as Options;
  const mfa = (element: unknown): Mfa =>
    isNamed ? [first, name, [element, ...(args as readonly unknown[])]] : applying(first, [element]);
  return [mfa, checkStreamOptions(options), options];
}
