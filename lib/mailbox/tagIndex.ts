/**
 * TagIndex: where in a mailbox the messages of a tag stand, in order of arrival.
 *
 * Positions are the mailbox's own, which only grow. A message that leaves the mailbox leaves its entry behind; whoever
 * reads a position finds out that it is stale by looking there. The mailbox throws the index away when stale entries
 * outnumber the rest, and builds it again when it is next asked for.
 */
import { subjectOfMessage, tagOfMessage, untagged } from './tag.js';

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
    this.#add(tagOfMessage(message), position);
    const subject = subjectOfMessage(message);
    if (subject !== untagged) this.#add(subject, position);
  }

  positions(tag: unknown): Positions | undefined {
    return this.#tags.get(tag);
  }

  /** Forgets the first position of a tag, which is stale. */
  dropFirst(tag: unknown, positions: Positions): void {
    positions.start++;
    this.entries--;
    if (positions.start === positions.list.length) this.#tags.delete(tag);
    else if (positions.start > 1024 && positions.start > positions.list.length / 2) shrink(positions);
  }

  #add(tag: unknown, position: number): void {
    const positions = this.#tags.get(tag);
    if (positions === undefined) this.#tags.set(tag, { list: [position], start: 0 });
    else positions.list.push(position);
    this.entries++;
  }
}

function shrink(positions: Positions): void {
  positions.list.splice(0, positions.start);
  positions.start = 0;
}
