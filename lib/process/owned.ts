/**
 * What a process holds outside of itself (monitors, calls under way, aliases, timers) and must let go of when it ends.
 * Most processes hold one thing at a time: the first has a slot of its own, a Set comes only with the second.
 */

export interface Owned {
  /** The owner has ended. Must not throw. */
  release(): void;
}

export class Belongings {
  #first: Owned | undefined = undefined;
  #rest: Set<Owned> | undefined = undefined;

  add(owned: Owned): void {
    if (this.#first === undefined) this.#first = owned;
    else (this.#rest ??= new Set()).add(owned);
  }

  delete(owned: Owned): void {
    if (this.#first === owned) this.#first = undefined;
    else this.#rest?.delete(owned);
  }

  *[Symbol.iterator](): Generator<Owned> {
    if (this.#first !== undefined) yield this.#first;
    if (this.#rest !== undefined) yield* this.#rest;
  }

  releaseAll(): void {
    this.#first?.release();
    if (this.#rest !== undefined) for (const owned of this.#rest) owned.release();
    this.#first = this.#rest = undefined;
  }
}
