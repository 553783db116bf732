/**
 * BackOff: how long to wait before the next attempt. Each wait is up to twice as long as the one before, up to a longest
 * one, and shortened by chance, so that nodes that lost each other at once do not come back at once.
 */
export interface BackOffOptions {
  /** The first wait, ms. Default: 100. */
  readonly min?: number | undefined;
  /** The longest wait, ms. Default: 10,000. */
  readonly max?: number | undefined;
  /** Gives numbers from 0 up to 1. Default: the node's. */
  readonly random?: (() => number) | undefined;
}

export class BackOff {
  readonly #min: number;
  readonly #max: number;
  readonly #random: () => number;
  #base: number;

  constructor({ min = 100, max = 10_000, random = Math.random }: BackOffOptions = {}) {
    this.#min = min;
    this.#max = max;
    this.#random = random;
    this.#base = min;
  }

  /** The next wait, ms: half of the current step, and a random part of the other half. */
  next(): number {
    const wait = this.#jittered(this.#base);
    this.#base = Math.min(this.#base * 2, this.#max);
    return wait;
  }

  /** A wait as short as the first, ms. */
  short(): number {
    return this.#jittered(this.#min);
  }

  /** What was attempted has lasted this long, ms. If that is longer than the waits before it, they start anew. */
  lasted(ms: number): void {
    if (ms >= this.#base) this.#base = this.#min;
  }

  #jittered(ms: number): number {
    return ms / 2 + this.#random() * (ms / 2);
  }
}
