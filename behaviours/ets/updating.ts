/** The functions of ets that change elements of an object in its place. */
import { badarg } from '../../lib/index.js';
import { isSet } from './objects.js';
import { isInteger } from './operations.js';
import { elementAt, hasPlace, isObject, isPosition, withElement } from './row.js';
import type { Table } from './table.js';
import { kept, writable } from './tables.js';
import type { CounterChange, EtsObject, EtsTable, Position } from './types.js';

/** An element to set: in which place, and what. */
export type ElementChange = readonly [position: Position, value: unknown];

export const updating = {
  /**
   * Adds to counters in the object with a key of a set, all at once, and gives the results. Ports `ets:update_counter/3,4`.
   *
   * @param change an increment of the element after the key; `[position, increment]`;
   *   `[position, increment, threshold, setTo]`: what goes beyond the threshold becomes `setTo`; or a list of those
   * @param fallback the object that is there if the key is not, but for its key
   * @returns the new value; of a list of changes a list of them
   * @throws badarg if there is no such key and no `fallback`; for a place that has no integer, or is the key
   * @example
   * import { ets } from 'regent-otp/behaviours';
   *
   * const hits = ets.new('hits', []);
   * ets.updateCounter(hits, 'page', 1, ['page', 0]); // => 1
   * ets.updateCounter(hits, 'page', [2, 5]); // => 6
   * ets.updateCounter(hits, 'page', [2, 1, 6, 0]); // => 0
   */
  updateCounter,

  /**
   * Sets elements of the object with a key of a set. Ports `ets:update_element/3,4`.
   *
   * @param change `[position, value]`, or a list of those
   * @param fallback the object that is there if the key is not, but for its key
   * @returns whether there was such a key, or `fallback` was given
   */
  updateElement<T extends EtsObject>(
    tab: EtsTable<T>,
    key: unknown,
    change: ElementChange | readonly ElementChange[],
    fallback?: T,
  ): boolean {
    const where = 'ets.updateElement';
    const [table, object] = found(where, tab, key, fallback);
    if (object === undefined) return false;
    const changes = (isPosition(change[0]) ? [change] : change) as readonly ElementChange[];
    store(
      table,
      changes.reduce((changed, [position, value]) => {
        checkPlace(where, table, changed, position);
        return withElement(changed, position, value);
      }, object),
    );
    return true;
  },
};

function updateCounter(
  tab: EtsTable,
  key: unknown,
  change: number | bigint | CounterChange,
  fallback?: EtsObject,
): number;
function updateCounter(
  tab: EtsTable,
  key: unknown,
  changes: readonly CounterChange[],
  fallback?: EtsObject,
): readonly number[];
function updateCounter(
  tab: EtsTable,
  key: unknown,
  change: number | bigint | CounterChange | readonly CounterChange[],
  fallback?: EtsObject,
): unknown {
  const where = 'ets.updateCounter';
  const [table, object] = found(where, tab, key, fallback);
  if (object === undefined) throw badarg(where, 'key', key, 'a key of the table');
  const isOne = !Array.isArray(change) || isPosition(change[0]);
  const changes = (isOne ? [change] : change) as readonly (number | bigint | CounterChange)[];
  let changed = object;
  const results = changes.map((one) => {
    const [position, value] = counted(where, table, changed, one);
    changed = withElement(changed, position, value);
    return value;
  });
  store(table, changed);
  return isOne ? results[0] : results;
}

/** Where a change is, and the value it gives. */
function counted(
  where: string,
  table: Table,
  object: EtsObject,
  change: number | bigint | CounterChange,
): readonly [Position, number | bigint] {
  const [position, increment, ...limit] =
    typeof change === 'object' ? change : [Number(table.settings.keypos) + 1, change];
  checkPlace(where, table, object, position);
  const value = elementAt(object, position);
  if (![value, increment, ...limit].every(isInteger) || (limit.length as number) === 1) {
    throw badarg(where, 'change', [change, value], 'one of integers, of an integer');
  }
  const sum = (value as number) + (increment as number);
  const [threshold, setTo] = limit;
  if (threshold === undefined) return [position, sum];
  const isBeyond = increment >= 0 ? sum > threshold : sum < threshold;
  return [position, isBeyond ? setTo! : sum];
}

/** The object with a key of a set; `fallback` with that key if there is none. */
function found(
  where: string,
  tab: EtsTable,
  key: unknown,
  fallback: EtsObject | undefined,
): readonly [Table, EtsObject | undefined] {
  const table = writable(where, tab);
  if (!isSet(table)) throw badarg(where, 'tab', tab, 'a set or an ordered set');
  const object = table.store.get(key)?.objects[0];
  if (object !== undefined || fallback === undefined) return [table, object];
  const { keypos } = table.settings;
  if (!isObject(fallback, keypos)) throw badarg(where, 'fallback', fallback, 'an object that has a key');
  return [table, withElement(fallback, keypos, key)];
}

function checkPlace(where: string, table: Table, object: EtsObject, position: Position): void {
  const isRight = isPosition(position) && position !== table.settings.keypos && hasPlace(object, position);
  if (!isRight) throw badarg(where, 'position', position, 'a place in the object other than that of the key');
}

function store(table: Table, object: EtsObject): void {
  table.insert(kept(table, object));
}
