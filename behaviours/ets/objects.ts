/** The functions of ets for single objects, by their keys. */
import { badarg, termEquals } from '../../lib/index.js';
import { elementAt, hasPlace, isObject, isPosition } from './row.js';
import type { Table } from './table.js';
import { given, kept, readable, writable } from './tables.js';
import type { EtsObject, EtsTable, Position } from './types.js';

export const objects = {
  /**
   * Stores objects: all of them, or none if one is wrong. In a set an object takes the place of the one with its key, in a bag
   * it comes beside it. A list of objects is spread: `ets.insert(tab, ...list)`. Ports `ets:insert/2`.
   *
   * @returns true
   * @throws badarg for what has no key; for a table that is not there, or that the caller may not write
   */
  insert<T extends EtsObject>(tab: EtsTable<T>, ...list: readonly NoInfer<T>[]): true {
    const table = writable('ets.insert', tab);
    for (const object of checked('ets.insert', table, list)) table.insert(object);
    return true;
  },

  /** Stores objects if the table has none of their keys, else none of them. Ports `ets:insert_new/2`. */
  insertNew<T extends EtsObject>(tab: EtsTable<T>, ...list: readonly NoInfer<T>[]): boolean {
    const table = writable('ets.insertNew', tab);
    const fresh = checked('ets.insertNew', table, list);
    if (fresh.some((object) => table.store.get(table.keyOf(object)) !== undefined)) return false;
    for (const object of fresh) table.insert(object);
    return true;
  },

  /** The objects with a key: `[]`, one, or of a bag several in order of insertion. Ports `ets:lookup/2`. */
  lookup<T extends EtsObject>(tab: EtsTable<T>, key: unknown): readonly T[] {
    return lookup(readable('ets.lookup', tab), key) as readonly T[];
  },

  /**
   * One element of the object with a key; of a bag a list of those of all objects with it. Ports `ets:lookup_element/3,4`.
   *
   * @param position the number of the element, from 1, or the name of the field
   * @param fallback what is given if there is no such key
   * @throws badarg if there is no such key and no `fallback`, or no such element
   */
  lookupElement(tab: EtsTable, key: unknown, position: Position, ...fallback: readonly [unknown?]): unknown {
    const table = readable('ets.lookupElement', tab);
    const found = lookup(table, key);
    if (found.length === 0 && fallback.length > 0) return fallback[0];
    if (found.length === 0) throw badarg('ets.lookupElement', 'key', key, 'a key of the table');
    const elements = found.map((object) => {
      if (isPosition(position) && hasPlace(object, position)) return elementAt(object, position);
      throw badarg('ets.lookupElement', 'position', position, 'a place in the object');
    });
    return isSet(table) ? elements[0] : elements;
  },

  /** Whether there is an object with a key. Ports `ets:member/2`. */
  member(tab: EtsTable, key: unknown): boolean {
    return readable('ets.member', tab).store.get(key) !== undefined;
  },

  /** Removes the objects with a key, and gives them. Ports `ets:take/2`. */
  take<T extends EtsObject>(tab: EtsTable<T>, key: unknown): readonly T[] {
    const table = writable('ets.take', tab);
    const taken = lookup(table, key);
    table.store.delete(key);
    return taken as readonly T[];
  },

  /** Deletes a table, or the objects with a key in it. Ports `ets:delete/1,2`. */
  delete(tab: EtsTable, ...key: readonly [unknown?]): true {
    const table = writable('ets.delete', tab);
    if (key.length === 0) table.end();
    else table.store.delete(key[0]);
    return true;
  },

  /** Removes the objects that are equal to one. Ports `ets:delete_object/2`. */
  deleteObject<T extends EtsObject>(tab: EtsTable<T>, object: NoInfer<T>): true {
    const table = writable('ets.deleteObject', tab);
    for (const meant of checked('ets.deleteObject', table, [object]))
      table.store.deleteWhere(table.keyOf(meant), (other) => termEquals(other, meant));
    return true;
  },

  /** Ports `ets:delete_all_objects/1`. */
  deleteAllObjects(tab: EtsTable): true {
    writable('ets.deleteAllObjects', tab).store.clear();
    return true;
  },

  /** All objects, those of an ordered set in its order. Ports `ets:tab2list/1`. */
  tab2list<T extends EtsObject>(tab: EtsTable<T>): T[] {
    const table = readable('ets.tab2list', tab);
    return given(
      table,
      table.store.slots().flatMap((slot) => slot.objects),
    ) as T[];
  },
};

export function isSet({ settings }: Table): boolean {
  return settings.type === 'set' || settings.type === 'ordered_set';
}

function lookup(table: Table, key: unknown): readonly EtsObject[] {
  const found = table.store.get(key)?.objects;
  return found === undefined ? [] : given(table, [...found]);
}

function checked(where: string, table: Table, list: readonly EtsObject[]): readonly EtsObject[] {
  const { keypos } = table.settings;
  return list.map((object) => {
    if (isObject(object, keypos)) return kept(table, object);
    throw badarg(
      where,
      'object',
      object,
      typeof keypos === 'string' ? `a record with '${keypos}'` : `a tuple of ${keypos} or more`,
    );
  });
}
