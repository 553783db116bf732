/**
 * What a process holds outside of itself (monitors, calls under way, aliases, timers) and must let go of when it ends. A
 * list through the things themselves: each call enters and leaves it, and a process may hold 100,000 timers.
 */

/** Something that a process holds; the first three fields belong to Belongings. */
export interface Owned {
  belongings: Belongings | undefined;
  ownedPrevious: Owned | undefined;
  ownedNext: Owned | undefined;
  /** The owner has ended. Must not throw. */
  release(): void;
}

/** What one process holds, oldest first. */
export class Belongings {
  #first: Owned | undefined = undefined;
  #last: Owned | undefined = undefined;

  add(owned: Owned): void {
    if (owned.belongings !== undefined) return;
    owned.belongings = this;
    owned.ownedPrevious = this.#last;
    if (this.#last === undefined) this.#first = owned;
    else this.#last.ownedNext = owned;
    this.#last = owned;
  }

  delete(owned: Owned): void {
    if (owned.belongings !== this) return;
    if (owned.ownedPrevious === undefined) this.#first = owned.ownedNext;
    else owned.ownedPrevious.ownedNext = owned.ownedNext;
    if (owned.ownedNext === undefined) this.#last = owned.ownedPrevious;
    else owned.ownedNext.ownedPrevious = owned.ownedPrevious;
    owned.belongings = owned.ownedPrevious = owned.ownedNext = undefined;
  }

  *[Symbol.iterator](): Generator<Owned> {
    for (let owned = this.#first; owned !== undefined; owned = owned.ownedNext) yield owned;
  }

  releaseAll(): void {
    for (let owned = this.#first; owned !== undefined; owned = this.#first) {
      this.delete(owned);
      owned.release();
    }
  }
}
