/**
 * Mailbox: the messages of one process in order of arrival, with selective removal.
 *
 * A ring buffer. A message's position is a number that only grows, so a receive that has looked at everything goes on
 * where it stopped. Taking a message from the middle leaves a hole; holes go when they reach the front, or when the
 * ring is full. Until then long runs of them are passed over in one step (`#afterHoles`), or a message that stays at the
 * front would make every receive look at all that has been taken behind it. A receive whose clauses name their tags does not pay for a long backlog: it
 * asks an index, which is built at the first such receive (see tagIndex.ts).
 */
import { On, type Clause } from './clause.js';
import { compileClause, compilePattern, type Predicate } from './compile.js';
import { tagOfPattern, untagged } from './tag.js';
import { firstAt, TagIndex } from './tagIndex.js';

const hole: unique symbol = Symbol('hole');
const smallest = 8;
/** Up to this many messages are faster looked through than looked up. */
const fewMessages = 32;
/** So many are looked at before a longer mailbox's index is asked. */
const firstMessages = 2;
/** A run of more holes is noted, so that it is passed over in one step from then on. */
const longRun = 16;
/** A ring larger than this is given back when the mailbox runs empty, unless it was needed since it last did. */
const keptRing = 1024;
const noRing: unknown[] = [];

export class Mailbox {
  #ring = noRing;
  #mask = -1;
  #head = 0;
  #tail = 0;
  /** Where the mailbox was empty last. */
  #lastEmpty = 0;
  #index: TagIndex | undefined = undefined;
  /** By slot, how many positions from this hole on are holes; 0 where that is not known. */
  #skips: Uint32Array | undefined = undefined;
  /** How many messages wait. */
  count = 0;
  /** The message that `take` took. */
  message: unknown = undefined;

  /** The position after the last message: from where a receive that found nothing looks next. */
  get end(): number {
    return this.#tail;
  }

  push(message: unknown): void {
    if (this.#tail - this.#head > this.#mask) this.#makeRoom();
    this.#ring[this.#tail++ & this.#mask] = message;
    this.count++;
  }

  /** Takes the first message; there must be one. */
  shift(): unknown {
    const message = this.#ring[this.#head & this.#mask];
    this.#removed(this.#head);
    return message;
  }

  /**
   * Takes the first message at or after `from` that one of the clauses matches, into `this.message`, and gives the
   * clause; undefined if there is none.
   */
  take(clauses: readonly Clause[], from: number): On | undefined {
    const start = from > this.#head ? from : this.#head;
    // The first messages are looked at in any case: a mailbox that is long but served in order needs no index.
    const near = this.#tail - start > fewMessages ? start + firstMessages : this.#tail;
    const clause = this.#takeBetween(clauses, start, near);
    if (clause !== undefined || near === this.#tail) return clause;
    const tags = tagsOf(clauses);
    if (tags === undefined) return this.#takeFar(clauses, near);
    return tags.length === 0 ? undefined : this.#takeIndexed(clauses, tags, near);
  }

  #takeBetween(clauses: readonly Clause[], from: number, to: number): On | undefined {
    const ring = this.#ring;
    const mask = this.#mask;
    for (let position = from; position < to; position++) {
      const message = ring[position & mask];
      if (message === hole) {
        position = this.#afterHoles(position) - 1;
        continue;
      }
      const clause = matching(clauses, message);
      if (clause !== undefined) return this.#taken(position, message, clause);
    }
    return undefined;
  }

  /** Removes every message for which `unwanted` holds. */
  remove(unwanted: (message: unknown) => boolean): void {
    for (let position = this.#head; position < this.#tail && this.count > 0; position++) {
      const message = this.#ring[position & this.#mask];
      if (message !== hole && unwanted(message)) this.#removed(position);
    }
  }

  /** All waiting messages, for diagnosis. */
  toArray(): unknown[] {
    const messages: unknown[] = [];
    for (let position = this.#head; position < this.#tail; position++) {
      const message = this.#ring[position & this.#mask];
      if (message !== hole) messages.push(message);
    }
    return messages;
  }

  clear(): void {
    this.count = 0;
    this.#emptied();
    this.#ring = noRing;
    this.#mask = -1;
    this.message = undefined;
  }

  /** Looks through a long backlog for messages that no index can find. */
  #takeFar(clauses: readonly Clause[], from: number): On | undefined {
    const ons = clauses.filter((clause) => clause instanceof On);
    if (ons.length === 1) return this.#takeFarWith(ons[0]!, from);
    const predicates = ons.map(compileClause);
    const ring = this.#ring;
    const mask = this.#mask;
    const end = this.#tail;
    for (let position = from; position < end; position++) {
      const message = ring[position & mask];
      if (message === hole) {
        position = this.#afterHoles(position) - 1;
        continue;
      }
      for (let index = 0; index < predicates.length; index++) {
        if (predicates[index]!(message)) return this.#taken(position, message, ons[index]!);
      }
    }
    return undefined;
  }

  /** With a single clause nothing stands between the message and its pattern and guard, nor a `try` around each. */
  #takeFarWith(clause: On, from: number): On | undefined {
    const isMatch = compilePattern(clause.pattern);
    const guard: Predicate = (clause.guard as Predicate | undefined) ?? holds;
    const ring = this.#ring;
    const mask = this.#mask;
    const end = this.#tail;
    let position = from;
    for (;;) {
      try {
        for (; position < end; position++) {
          const message = ring[position & mask];
          if (message === hole) position = this.#afterHoles(position) - 1;
          else if (isMatch(message) && guard(message)) return this.#taken(position, message, clause);
        }
        return undefined;
      } catch {
        // As in Erlang, a guard that fails does not hold.
        position++;
      }
    }
  }

  #takeIndexed(clauses: readonly Clause[], tags: readonly unknown[], from: number): On | undefined {
    const index = this.#currentIndex();
    let best = Infinity;
    let bestClause: On | undefined;
    for (const tag of tags) {
      const positions = index.positions(tag);
      if (positions === undefined) continue;
      const { list } = positions;
      let stale = 0;
      let at = firstAt(positions, from);
      for (; at < list.length && list[at]! < best; at++) {
        const position = list[at]!;
        if (this.#isStale(position)) {
          stale++;
          continue;
        }
        const clause = matching(clauses, this.#ring[position & this.#mask]);
        if (clause === undefined) continue;
        best = position;
        bestClause = clause;
      }
      if (stale * 4 > at - positions.start) index.tidy(tag, positions, at, (position) => this.#isStale(position));
    }
    if (bestClause === undefined) return undefined;
    return this.#taken(best, this.#ring[best & this.#mask], bestClause);
  }

  #isStale(position: number): boolean {
    return position < this.#head || this.#ring[position & this.#mask] === hole;
  }

  #currentIndex(): TagIndex {
    let index = this.#index;
    if (index === undefined || index.entries > 4 * this.count + fewMessages) {
      index = this.#index = new TagIndex(this.#head);
    }
    for (; index.end < this.#tail; index.end++) {
      const message = this.#ring[index.end & this.#mask];
      if (message === hole) index.end = this.#afterHoles(index.end) - 1;
      else index.add(message, index.end);
    }
    return index;
  }

  #taken(position: number, message: unknown, clause: On): On {
    this.message = message;
    this.#removed(position);
    return clause;
  }

  /** Leaves a hole, and restores the invariant that the first slot of a mailbox that is not empty holds a message. */
  #removed(position: number): void {
    this.#ring[position & this.#mask] = hole;
    if (this.#skips !== undefined) this.#skips[position & this.#mask] = 0;
    if (--this.count === 0) return this.#emptied();
    while (this.#ring[this.#head & this.#mask] === hole) this.#head++;
  }

  /** The position after the run of holes that goes on at `from`, which is one. */
  #afterHoles(from: number): number {
    const ring = this.#ring;
    const mask = this.#mask;
    const skips = this.#skips;
    let position = from;
    while (position < this.#tail && ring[position & mask] === hole) position += skips?.[position & mask] || 1;
    if (skips !== undefined) skips[from & mask] = position - from;
    else if (position - from > longRun) this.#skips = new Uint32Array(mask + 1);
    return position;
  }

  #emptied(): void {
    this.#head = this.#tail;
    this.#index = this.#skips = undefined;
    if (this.#mask >= keptRing && 4 * (this.#tail - this.#lastEmpty) < this.#mask) {
      this.#ring = noRing;
      this.#mask = -1;
    }
    this.#lastEmpty = this.#tail;
  }

  // At least half of the slots are free afterwards, so that what it costs has been paid for by as many messages.
  #makeRoom(): void {
    if (this.#mask < 0) {
      this.#ring = new Array<unknown>(smallest).fill(hole);
      this.#mask = smallest - 1;
    } else if (2 * this.count > this.#ring.length) this.#grow();
    else this.#closeHoles();
    this.#skips = undefined;
  }

  // Two copies of the ring side by side hold each message at its position's slot; the slots of no position are cleared.
  #grow(): void {
    const { length } = this.#ring;
    const ring = this.#ring.concat(this.#ring);
    const mask = 2 * length - 1;
    const [free, end] = [this.#tail & mask, (this.#tail & mask) + length];
    ring.fill(hole, free, end).fill(hole, 0, Math.max(0, end - ring.length));
    this.#ring = ring;
    this.#mask = mask;
  }

  // Positions before `#head` are stale, so messages may only move towards the tail: a receive that waits with a `from`
  // then meets some again, but never misses one.
  #closeHoles(): void {
    const ring = this.#ring;
    const mask = this.#mask;
    let to = this.#tail;
    for (let position = this.#tail - 1; position >= this.#head; position--) {
      const message = ring[position & mask];
      if (message === hole) continue;
      ring[position & mask] = hole;
      ring[--to & mask] = message;
    }
    this.#head = to;
    this.#index = undefined;
  }
}

function matching(clauses: readonly Clause[], message: unknown): On | undefined {
  for (let index = 0; index < clauses.length; index++) {
    const clause = clauses[index]!;
    if (clause.matches(message)) return clause as On;
  }
  return undefined;
}

const holds: Predicate = () => true;

/** The tags of all clauses, or undefined if one of them may match any message. */
function tagsOf(clauses: readonly Clause[]): unknown[] | undefined {
  const tags: unknown[] = [];
  for (const clause of clauses) {
    if (!(clause instanceof On)) continue;
    const tag = tagOfPattern(clause.pattern);
    if (tag === untagged) return undefined;
    if (!tags.includes(tag)) tags.push(tag);
  }
  return tags;
}
