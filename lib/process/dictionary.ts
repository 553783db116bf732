/**
 * The process dictionary.
 */
import { requireProcess } from './current.js';

/**
 * Sets a key in the dictionary of the calling process. Ports `erlang:put/2`.
 *
 * @returns the old value, or undefined
 * @example
 * import { erase, get, put } from 'regent-otp';
 *
 * put('colour', 'red'); // => undefined
 * put('colour', 'blue'); // => 'red'
 * get('colour'); // => 'blue'
 * erase('colour'); // => 'blue'
 */
export function put(key: unknown, value: unknown): unknown {
  const dictionary = (requireProcess('put').dictionary ??= new Map());
  const old: unknown = dictionary.get(key);
  dictionary.set(key, value);
  return old;
}

/** The value of a key, or undefined; without a key all pairs `[key, value]`. Ports `erlang:get/0,1`. */
export function get(): readonly (readonly [unknown, unknown])[];
export function get(key: unknown): unknown;
export function get(...args: readonly unknown[]): unknown {
  const { dictionary } = requireProcess('get');
  return args.length === 0 ? [...(dictionary ?? [])] : dictionary?.get(args[0]);
}

/** The keys that are set, or those whose value is `value`. Ports `erlang:get_keys/0,1`. */
export function getKeys(...args: readonly [] | readonly [value: unknown]): readonly unknown[] {
  const pairs = [...(requireProcess('getKeys').dictionary ?? [])];
  return (args.length === 0 ? pairs : pairs.filter(([, value]) => value === args[0])).map(([key]) => key);
}

/** Removes a key and gives its value, or undefined; without a key removes all and gives the pairs. Ports `erlang:erase/0,1`. */
export function erase(): readonly (readonly [unknown, unknown])[];
export function erase(key: unknown): unknown;
export function erase(...args: readonly unknown[]): unknown {
  const me = requireProcess('erase');
  if (args.length === 0) {
    const pairs = [...(me.dictionary ?? [])];
    me.dictionary = undefined;
    return pairs;
  }
  const old: unknown = me.dictionary?.get(args[0]);
  me.dictionary?.delete(args[0]);
  return old;
}
