/**
 * NameTable: who has which registered name.
 *
 * A name that is given up stays in the table without a process, because it is likely to be taken again, and because a
 * Map that entries come to and go from all the time is made anew again and again. Many of them are cleared away together.
 */

/** So many given-up names there may be, or as many as there are names. */
const fewVacant = 1024;

export class NameTable<P extends object> {
  readonly #processes = new Map<string, P | undefined>();
  #vacant = 0;

  /** How many names are kept, given-up ones included. */
  get size(): number {
    return this.#processes.size;
  }

  get(name: string): P | undefined {
    return this.#processes.get(name);
  }

  /** Gives a process a name that nobody has. */
  set(name: string, process: P): void {
    const { size } = this.#processes;
    this.#processes.set(name, process);
    if (this.#processes.size === size) this.#vacant--;
  }

  /** Frees a name that somebody has. */
  delete(name: string): void {
    this.#processes.set(name, undefined);
    if (++this.#vacant > fewVacant && 2 * this.#vacant > this.#processes.size) this.#clearVacant();
  }

  /** The names that somebody has, in no particular order. */
  taken(): string[] {
    return [...this.#processes.keys()].filter((name) => this.#processes.get(name) !== undefined);
  }

  #clearVacant(): void {
    for (const [name, process] of this.#processes) if (process === undefined) this.#processes.delete(name);
    this.#vacant = 0;
  }
}
