/**
 * Outbox: what waits for a connection that is being made. Bounded: who sends to a node that does not answer must not fill
 * the memory.
 */
import type { Parcel } from './parcel.js';

export interface OutboxLimits {
  /** Default: 100,000. */
  readonly maxSignals?: number | undefined;
  /** Bytes of the messages among them. Default: 16 MiB. */
  readonly maxBytes?: number | undefined;
}

export class Outbox {
  readonly #maxSignals: number;
  readonly #maxBytes: number;
  #parcels: Parcel[] = [];
  #bytes = 0;

  constructor({ maxSignals = 100_000, maxBytes = 16 * 1024 * 1024 }: OutboxLimits = {}) {
    this.#maxSignals = maxSignals;
    this.#maxBytes = maxBytes;
  }

  /** How many signals wait. */
  get count(): number {
    return this.#parcels.length;
  }

  /** How many bytes their messages have. */
  get bytes(): number {
    return this.#bytes;
  }

  get isHalfFull(): boolean {
    return this.count * 2 > this.#maxSignals || this.#bytes * 2 > this.#maxBytes;
  }

  /** Adds a parcel; false if there is no room for it. */
  add(parcel: Parcel): boolean {
    const bytes = this.#bytes + (parcel.bytes?.length ?? 0);
    if (this.count >= this.#maxSignals || bytes > this.#maxBytes) return false;
    this.#parcels.push(parcel);
    this.#bytes = bytes;
    return true;
  }

  /** Gives all that waits, in order, and is empty. */
  empty(): readonly Parcel[] {
    const parcels = this.#parcels;
    this.#parcels = [];
    this.#bytes = 0;
    return parcels;
  }
}
