/**
 * TagIndex: where in a mailbox the messages of a tag stand, in order of arrival.
 *
 * Positions are the mailbox's own, which only grow. A message that leaves the mailbox leaves its entry behind; whoever
 * reads a position finds out that it is stale by looking there. The mailbox throws the index away when stale entries
 * outnumber the rest, and builds it again when it is next asked for.
 */
import { isTag, subjectOfMessage, tagOfMessage, untagged } from './tag.js';

/** The positions of one tag; those before `start` are known to be stale. */
export interface Positions {
  readonly list: number[];
  start: number;
}

export class TagIndex {
  readonly #tags = new Map<unknown, Positions>();
  /** How many entries there are, stale ones included. */
  entries = 0;
  /** The first position that is not in the index yet. */
  end: number;

  constructor(from: number) {
    this.end = from;
  }

  add(message: unknown, position: number): void {
    const tag = tagOfMessage(message);
    // No pattern names another kind of tag; as a key it would keep a message alive that was taken.
    if (isTag(tag)) this.#add(tag, position);
    const subject = subjectOfMessage(message);
    if (subject !== untagged) this.#add(subject, position);
  }

  positions(tag: unknown): Positions | undefined {
    return this.#tags.get(tag);
  }

  /**
   * Forgets the stale ones of the positions before `end`, an index into the list of a tag. The others move up to `end`:
   * who has just looked at all of them pays as much again, and whoever looks next finds no stale ones.
   */
  tidy(tag: unknown, positions: Positions, end: number, isStale: (position: number) => boolean): void {
    const { list, start } = positions;
    let to = end;
    for (let at = end - 1; at >= start; at--) if (!isStale(list[at]!)) list[--to] = list[at]!;
    positions.start = to;
    this.entries -= to - start;
    if (to === list.length) this.#tags.delete(tag);
    else if (to > 1024 && to > list.length / 2) shrink(positions);
  }

  #add(tag: unknown, position: number): void {
    const positions = this.#tags.get(tag);
    if (positions === undefined) this.#tags.set(tag, { list: [position], start: 0 });
    else positions.list.push(position);
    this.entries++;
  }
}

/** The index of the first position of a tag that is not before `from`. */
export function firstAt({ list, start }: Positions, from: number): number {
  let [low, high] = [start, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function shrink(positions: Positions): void {
  positions.list.splice(0, positions.start);
  positions.start = 0;
}
