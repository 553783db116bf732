/** The functions of ets that take a pattern. */
import { badarg } from '../../lib/index.js';
import { Continuation, type Some } from './continuation.js';
import { groundKey } from './matchSpec.js';
import { compilePattern, type Bindings } from './pattern.js';
import type { Slot } from './store.js';
import type { Table } from './table.js';
import { given, readable, writable } from './tables.js';
import type { EtsObject, EtsPattern, EtsTable } from './types.js';

/** What the variables of a pattern stand for, in their order. */
type Values = readonly unknown[];

export const matching = {
  /**
   * What the variables of a pattern stand for, in their order, for each object that matches. Ports `ets:match/1,2,3`.
   *
   * @param pattern '_' is anything, '$1', '$2' ... are variables; a record matches those that have its fields
   * @param limit how many results to give at once, with a continuation: `match(continuation)` gives the next ones
   * @example
   * import { ets } from 'regent-otp/behaviours';
   *
   * const table = ets.new('people', ['ordered_set']);
   * ets.insert(table, ['ann', 31, 'berlin'], ['bob', 27, 'paris'], ['eve', 44, 'paris']);
   * ets.match(table, ['$1', '$2', 'paris']); // => [['bob', 27], ['eve', 44]]
   */
  match,

  /** The objects that match a pattern. Ports `ets:match_object/1,2,3`. */
  matchObject,

  /** Removes the objects that match a pattern. Ports `ets:match_delete/2`. */
  matchDelete(tab: EtsTable, pattern: EtsPattern): true {
    const table = writable('ets.matchDelete', tab);
    const matches = compilePattern(pattern);
    for (const { key } of slotsFor(table, groundKey(pattern, table.settings.keypos)))
      table.store.deleteWhere(key, (object) => matches(object, new Map()));
    return true;
  },
};

function match(tab: EtsTable, pattern: EtsPattern): readonly Values[];
function match(tab: EtsTable, pattern: EtsPattern, limit: number): Some<Values>;
function match(more: Continuation<Values> | '$end_of_table'): Some<Values>;
function match(
  tab: EtsTable | Continuation<Values>,
  pattern?: EtsPattern,
  limit?: number,
): readonly Values[] | Some<Values> {
  return search('ets.match', tab, pattern, limit, (_object, bindings) =>
    [...bindings].sort(([a], [b]) => a - b).map(([, value]) => value),
  );
}

function matchObject<T extends EtsObject>(tab: EtsTable<T>, pattern: EtsPattern): readonly T[];
function matchObject<T extends EtsObject>(tab: EtsTable<T>, pattern: EtsPattern, limit: number): Some<T>;
function matchObject<T extends EtsObject>(more: Continuation<T> | '$end_of_table'): Some<T>;
function matchObject<T extends EtsObject>(
  tab: EtsTable<T> | Continuation<T>,
  pattern?: EtsPattern,
  limit?: number,
): readonly T[] | Some<T> {
  return search('ets.matchObject', tab, pattern, limit, (object) => object as T);
}

function search<T>(
  where: string,
  tab: EtsTable | Continuation<T>,
  pattern: EtsPattern | undefined,
  limit: number | undefined,
  resultOf: (object: EtsObject, bindings: Bindings) => T,
): readonly T[] | Some<T> {
  if (pattern === undefined) return goOn(where, tab as Continuation<T> | '$end_of_table');
  const table = readable(where, tab as EtsTable);
  const matches = compilePattern(pattern);
  return results(where, tab as EtsTable, groundKey(pattern, table.settings.keypos), limit, (object) => {
    const bindings: Bindings = new Map();
    return matches(object, bindings) ? [given(table, resultOf(object, bindings))] : undefined;
  });
}

/** All results of a search, or with a limit the first ones. `key` is `[key]` if no other can match. */
export function results<T>(
  where: string,
  tab: EtsTable,
  key: readonly [unknown] | undefined,
  limit: number | undefined,
  resultOf: (object: EtsObject) => readonly [T] | undefined,
  order: (slots: readonly Slot[]) => readonly Slot[] = (slots) => slots,
): readonly T[] | Some<T> {
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw badarg(where, 'limit', limit, 'an integer above 0');
  const slots = order(slotsFor(readable(where, tab), key));
  const { id } = readable(where, tab);
  const check = () => void readable(where, id);
  if (limit !== undefined) return new Continuation({ slots, resultOf, limit, check }).next();
  const all = new Continuation({ slots, resultOf, limit: Infinity, check }).next();
  return all === '$end_of_table' ? [] : all[0];
}

/** The next results of a search that had a limit. */
export function goOn<T>(where: string, more: Continuation<T> | '$end_of_table'): Some<T> {
  if (more === '$end_of_table') return more;
  if (!(more instanceof Continuation)) throw badarg(where, 'more', more, 'a continuation');
  return more.next();
}

/** The slots to look through: that of the key if it is known, else all. */
export function slotsFor(table: Table, key: readonly [unknown] | undefined): readonly Slot[] {
  return key === undefined ? table.store.slots() : table.slotsOf(key[0]);
}
