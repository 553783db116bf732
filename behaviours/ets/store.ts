/** Store: where the objects of a table are, by their keys. What the stores of the types of tables have in common. */
import type { EtsObject } from './types.js';

/** A key with its objects. Once it is out of the table it holds none. */
export interface Slot {
  key: unknown;
  objects: EtsObject[];
}

export interface Store {
  /** How many objects there are. */
  readonly size: number;
  get(key: unknown): Slot | undefined;
  /** Adds an object, or has it take the place of the one with its key, as the type of the table says. */
  insert(key: unknown, object: EtsObject): void;
  delete(key: unknown): void;
  /** Removes those objects under a key that a test tells. */
  deleteWhere(key: unknown, isMeant: (object: EtsObject) => boolean): void;
  clear(): void;
  /** All keys as they are now, in the order of the table. */
  slots(): readonly Slot[];
  first(): Slot | undefined;
  last(): Slot | undefined;
  /** The one after a key; 'unknown' if the table cannot tell, because the key is not there. */
  next(key: unknown): Slot | undefined | 'unknown';
  prev(key: unknown): Slot | undefined | 'unknown';
  /** Keeps the place of keys that are deleted, until as many `unfix` have come: `next` of such a key goes on from there. */
  fix(): void;
  unfix(): void;
}
