/**
 * Morgue: carries out deaths one after the other. The exit signals of one process end others; a work list instead of
 * recursion lets a chain of 100,000 links die.
 */

export interface Mortal {
  /** Tells everyone; may add more dead to the morgue. Must not throw. */
  bury(): void;
}

export class Morgue {
  /** Those that have died while another was buried. */
  #dead: Mortal[] = [];
  #busy = false;

  add(mortal: Mortal): void {
    if (this.#busy) {
      this.#dead.push(mortal);
      return;
    }
    this.#busy = true;
    mortal.bury();
    for (let index = 0; index < this.#dead.length; index++) this.#dead[index]!.bury();
    if (this.#dead.length > 0) this.#dead = [];
    this.#busy = false;
  }
}
