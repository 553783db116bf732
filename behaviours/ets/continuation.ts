/** Continuation: what gives the next results of a match or a select that was given a limit. */
import type { Slot } from './store.js';
import type { EtsObject } from './types.js';

/** Some of the results, with what gives the next ones. */
export type Some<T> = readonly [results: readonly T[], more: Continuation<T> | '$end_of_table'] | '$end_of_table';

/** What is looked through, and how. */
export interface Search<T> {
  /** The keys there were when the search began; those that have been deleted since hold nothing. */
  readonly slots: readonly Slot[];
  /** `[result]` of an object that matches. */
  readonly resultOf: (object: EtsObject) => readonly [T] | undefined;
  readonly limit: number;
  /** Throws if the table is not to be read any more. */
  readonly check: () => void;
}

/** Made by `ets.match`, `matchObject` and `select` with a limit, for the same functions. */
export class Continuation<T> {
  readonly #search: Search<T>;
  readonly #slot: number;
  readonly #object: number;

  /** The search goes on at an object of a slot, given by their indexes. */
  constructor(search: Search<T>, slot = 0, object = 0) {
    this.#search = search;
    this.#slot = slot;
    this.#object = object;
  }

  /** The next results; '$end_of_table' if there are none. */
  next(): Some<T> {
    const { slots, resultOf, limit, check } = this.#search;
    check();
    const results: T[] = [];
    for (let slot = this.#slot, object = this.#object; slot < slots.length; slot++, object = 0) {
      const { objects } = slots[slot]!;
      for (; object < objects.length; object++) {
        const result = resultOf(objects[object]!);
        if (result !== undefined) results.push(result[0]);
        if (results.length === limit) return [results, new Continuation(this.#search, slot, object + 1)];
      }
    }
    return results.length === 0 ? '$end_of_table' : [results, '$end_of_table'];
  }
}
