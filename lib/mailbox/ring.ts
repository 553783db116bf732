/**
 * The slots of a mailbox's ring buffer: a power of two of them. The message at a position is in the slot that the last bits
 * of the position name.
 */

/** What stands in a slot without a message. */
export const hole: unique symbol = Symbol('hole');

/** A ring without slots. */
export const noRing: unknown[] = [];

const smallest = 8;

export function newRing(): unknown[] {
  return new Array<unknown>(smallest).fill(hole);
}

/** A ring of twice the size with the messages before `end`, as many as the old one has slots. */
export function doubled(ring: readonly unknown[], end: number): unknown[] {
  const { length } = ring;
  const mask = 2 * length - 1;
  // Two copies side by side hold each message at its position's slot; the slots of no position are cleared.
  const larger = ring.concat(ring);
  const [free, stop] = [end & mask, (end & mask) + length];
  return larger.fill(hole, free, stop).fill(hole, 0, Math.max(0, stop - larger.length));
}

/** Moves the messages from `head` to `tail` together, towards the tail; gives the position of the first. */
export function closeHoles(ring: unknown[], head: number, tail: number): number {
  const mask = ring.length - 1;
  let to = tail;
  for (let position = tail - 1; position >= head; position--) {
    const message = ring[position & mask];
    if (message === hole) continue;
    ring[position & mask] = hole;
    ring[--to & mask] = message;
  }
  return to;
}
