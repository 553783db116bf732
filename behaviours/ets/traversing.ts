/**
 * The functions of ets that go through a table. An ordered set has the order of its keys, the others that of insertion.
 * '$end_of_table' ends the way in both directions.
 */
import { badarg } from '../../lib/index.js';
import type { Slot } from './store.js';
import type { Table } from './table.js';
import { given, readable } from './tables.js';
import type { EtsObject, EtsTable } from './types.js';

const end = '$end_of_table';

/** A key with its objects. */
export type KeyAndObjects<T extends EtsObject> = readonly [key: unknown, objects: readonly T[]];

export const traversing = {
  /** The first key. Ports `ets:first/1`. */
  first(tab: EtsTable): unknown {
    return keyOf(readable('ets.first', tab).store.first());
  },

  /** The last key; of a table that is no ordered set the same as `first`. Ports `ets:last/1`. */
  last(tab: EtsTable): unknown {
    return keyOf(readable('ets.last', tab).store.last());
  },

  /**
   * The key after another. Ports `ets:next/2`.
   *
   * @throws badarg for a key that is not in the table, unless that is an ordered set, or fixed while the key was deleted
   * @example
   * import { ets } from 'regent-otp/behaviours';
   *
   * const table = ets.new('scores', ['ordered_set']);
   * ets.insert(table, [3, 'c'], [1, 'a']);
   * ets.first(table); // => 1
   * ets.next(table, 2); // => 3
   * ets.next(table, 3); // => '$end_of_table'
   */
  next(tab: EtsTable, key: unknown): unknown {
    return keyOf(known('ets.next', key, readable('ets.next', tab).store.next(key)));
  },

  /** The key before another; of a table that is no ordered set the same as `next`. Ports `ets:prev/2`. */
  prev(tab: EtsTable, key: unknown): unknown {
    return keyOf(known('ets.prev', key, readable('ets.prev', tab).store.prev(key)));
  },

  /** Ports `ets:first_lookup/1`. */
  firstLookup<T extends EtsObject>(tab: EtsTable<T>): KeyAndObjects<T> | typeof end {
    const table = readable('ets.firstLookup', tab);
    return keyAndObjects(table, table.store.first());
  },

  /** Ports `ets:last_lookup/1`. */
  lastLookup<T extends EtsObject>(tab: EtsTable<T>): KeyAndObjects<T> | typeof end {
    const table = readable('ets.lastLookup', tab);
    return keyAndObjects(table, table.store.last());
  },

  /** Ports `ets:next_lookup/2`. */
  nextLookup<T extends EtsObject>(tab: EtsTable<T>, key: unknown): KeyAndObjects<T> | typeof end {
    const table = readable('ets.nextLookup', tab);
    return keyAndObjects(table, known('ets.nextLookup', key, table.store.next(key)));
  },

  /** Ports `ets:prev_lookup/2`. */
  prevLookup<T extends EtsObject>(tab: EtsTable<T>, key: unknown): KeyAndObjects<T> | typeof end {
    const table = readable('ets.prevLookup', tab);
    return keyAndObjects(table, known('ets.prevLookup', key, table.store.prev(key)));
  },

  /**
   * Puts all objects together, from the first to the last. The function may change the table. Ports `ets:foldl/3`.
   *
   * @example
   * import { ets } from 'regent-otp/behaviours';
   *
   * const table = ets.new<readonly [string, number]>('stock', []);
   * ets.insert(table, ['apples', 3], ['pears', 4]);
   * ets.foldl(([, count], sum) => sum + count, 0, table); // => 7
   */
  foldl<T extends EtsObject, A>(fun: (object: T, accumulated: A) => A, start: A, tab: EtsTable<T>): A {
    return fold(fun, start, readable('ets.foldl', tab), readable('ets.foldl', tab).store.slots());
  },

  /** Puts all objects together, from the last to the first. Ports `ets:foldr/3`. */
  foldr<T extends EtsObject, A>(fun: (object: T, accumulated: A) => A, start: A, tab: EtsTable<T>): A {
    const table = readable('ets.foldr', tab);
    return fold(fun, start, table, [...table.store.slots()].reverse());
  },
};

function keyOf(slot: Slot | undefined): unknown {
  return slot === undefined ? end : slot.key;
}

function known(where: string, key: unknown, slot: Slot | undefined | 'unknown'): Slot | undefined {
  if (slot === 'unknown') throw badarg(where, 'key', key, 'a key of the table');
  return slot;
}

function keyAndObjects<T extends EtsObject>(table: Table, slot: Slot | undefined): KeyAndObjects<T> | typeof end {
  return slot === undefined ? end : [slot.key, given(table, [...slot.objects]) as unknown as readonly T[]];
}

function fold<T extends EtsObject, A>(
  fun: (object: T, accumulated: A) => A,
  start: A,
  table: Table,
  slots: readonly Slot[],
): A {
  let accumulated = start;
  // The function may change the table, and with it the objects of a slot.
  for (const slot of slots)
    for (const object of [...slot.objects]) accumulated = fun(given(table, object) as unknown as T, accumulated);
  return accumulated;
}
