/**
 * The process dictionary.
 */
import { termEquals } from '../terms/termEquals.js';
import { requireProcess } from './current.js';
import type { Process } from './process.js';

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
  const dictionary = dictionaryOf(requireProcess('put'));
  const known = keyIn(dictionary, key);
  const old: unknown = dictionary.get(known);
  dictionary.set(known, value);
  return old;
}

/** The value of a key, or undefined; without a key all pairs `[key, value]`. Ports `erlang:get/0,1`. */
export function get(): readonly (readonly [unknown, unknown])[];
export function get(key: unknown): unknown;
export function get(...args: readonly unknown[]): unknown {
  const me = requireProcess('get');
  if (args.length === 0) return [...entriesOf(me)];
  const dictionary = present(me);
  return dictionary?.get(keyIn(dictionary, args[0]));
}

/** The keys that are set, or those whose value is `value`. Ports `erlang:get_keys/0,1`. */
export function getKeys(...args: readonly [] | readonly [value: unknown]): readonly unknown[] {
  const pairs = [...entriesOf(requireProcess('getKeys'))];
  return (args.length === 0 ? pairs : pairs.filter(([, value]) => termEquals(value, args[0]))).map(([key]) => key);
}

/** Removes a key and gives its value, or undefined; without a key removes all and gives the pairs. Ports `erlang:erase/0,1`. */
export function erase(): readonly (readonly [unknown, unknown])[];
export function erase(key: unknown): unknown;
export function erase(...args: readonly unknown[]): unknown {
  const me = requireProcess('erase');
  if (args.length === 0) {
    const pairs = [...entriesOf(me)];
    if (pairs.length > 0) me.dictionary = new Map();
    return pairs;
  }
  const dictionary = present(me);
  if (dictionary === undefined) return undefined;
  const known = keyIn(dictionary, args[0]);
  const old: unknown = dictionary.get(known);
  dictionary.delete(known);
  return old;
}

/** The key of the dictionary that equals this one: keys are terms, tuples too. */
function keyIn(dictionary: ReadonlyMap<unknown, unknown>, key: unknown): unknown {
  if (typeof key !== 'object' || key === null || dictionary.has(key)) return key;
  for (const known of dictionary.keys()) if (termEquals(known, key)) return known;
  return key;
}

/** All pairs in the dictionary of a process. */
export function entriesOf(process: Process): Iterable<readonly [unknown, unknown]> {
  return process.dictionary ?? process.body?.dictionary ?? [];
}

// Most processes never look at theirs: it is made when it is first needed.
function dictionaryOf(process: Process): Map<unknown, unknown> {
  return (process.dictionary ??= new Map(process.body?.dictionary));
}

function present(process: Process): Map<unknown, unknown> | undefined {
  return process.body?.dictionary === undefined ? process.dictionary : dictionaryOf(process);
}
