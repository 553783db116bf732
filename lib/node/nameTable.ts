/**
 * NameTable: who has which registered name.
 *
 * A name that is given up stays in the table without a process, because it is likely to be taken again, and because a
 * Map that entries come to and go from all the time is made anew again and again. Many of them are cleared away together.
 * What the Map holds is a place for each name, so that taking and giving up look a name up once.
 */

/** So many given-up names there may be, or as many as there are names. */
const fewVacant = 1024;

interface Place<P> {
  process: P | undefined;
}

export class NameTable<P extends object> {
  readonly #places = new Map<string, Place<P>>();
  #vacant = 0;

  /** How many names are kept, given-up ones included. */
  get size(): number {
    return this.#places.size;
  }

  get(name: string): P | undefined {
    return this.#places.get(name)?.process;
  }

  /** Gives a process a name; false if somebody has it. */
  take(name: string, process: P): boolean {
    const place = this.#places.get(name);
    if (place === undefined) {
      this.#places.set(name, { process });
      return true;
    }
    if (place.process !== undefined) return false;
    place.process = process;
    this.#vacant--;
    return true;
  }

  /** Frees a name, and tells who had it. */
  free(name: string): P | undefined {
    const place = this.#places.get(name);
    const process = place?.process;
    if (place === undefined || process === undefined) return undefined;
    place.process = undefined;
    if (++this.#vacant > fewVacant && 2 * this.#vacant > this.#places.size) this.#clearVacant();
    return process;
  }

  /** The names that somebody has, in no particular order. */
  taken(): string[] {
    return [...this.#places.keys()].filter((name) => this.get(name) !== undefined);
  }

  #clearVacant(): void {
    for (const [name, { process }] of this.#places) if (process === undefined) this.#places.delete(name);
    this.#vacant = 0;
  }
}
