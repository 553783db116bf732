/**
 * Claim: that a process of a node has a name, on the word of that node alone.
 */
import type { Address } from '../../lib/index.js';

export interface Claim {
  readonly pid: Address;
  /**
   * When it was made: ms since 1970 by the clock of its node, and later than every claim that the node knew of. So a claim
   * that answers another is the newer one, however wrong the clocks are.
   */
  readonly stamp: number;
}

/** The oldest first; in the same order on all nodes. */
export function byAge(one: Claim, other: Claim): number {
  if (one.stamp !== other.stamp) return one.stamp - other.stamp;
  if (one.pid.node !== other.pid.node) return one.pid.node < other.pid.node ? -1 : 1;
  return one.pid.id - other.pid.id;
}

/** The last moment that a Date can tell, ms since 1970: no claim is stamped later. */
export const lastStamp = 8.64e15;

/** What claims are stamped with. */
export class Stamps {
  #last = 0;

  /** A new one, whatever the clock says: other nodes take whole numbers up to the last one. */
  next(systemTime: number): number {
    this.#last = Math.min(Math.max(Math.floor(systemTime), this.#last + 1), lastStamp);
    return this.#last;
  }

  /** Another node has given this one. */
  seen(stamp: number): void {
    this.#last = Math.max(this.#last, stamp);
  }
}
