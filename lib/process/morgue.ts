/**
 * Morgue: carries out deaths one after the other. The exit signals of one process end others; a work list instead of
 * recursion lets a chain of 100,000 links die.
 */

export interface Mortal {
  /** Tells everyone; may add more dead to the morgue. Must not throw. */
  bury(): void;
}

export class Morgue {
  readonly #dead: Mortal[] = [];
  #busy = false;

  add(mortal: Mortal): void {
    this.#dead.push(mortal);
    if (this.#busy) return;
    this.#busy = true;
    for (let index = 0; index < this.#dead.length; index++) this.#dead[index]!.bury();
    this.#dead.length = 0;
    this.#busy = false;
  }
}
