/**
 * Mailbox: the messages of one process in order of arrival, with selective removal.
 *
 * A ring buffer, and a place for a message that is alone, as most are: it needs no ring. A message's position is a number
 * that only grows, so a receive that has looked at everything goes on where it stopped. Taking a message from the middle
 * leaves a hole; holes go when they reach the front, or when the ring is full. Until then long runs of them are passed over
 * in one step (`#afterHoles`), or a message that stays at the front would make every receive look at all that has been
 * taken behind it. A receive whose clauses name their tags does not pay for a long backlog: it asks an index, which is
 * built at the first such receive (see tagIndex.ts).
 */
import { firstMatch, On, type Clause } from './clause.js';
import { anything, compileClause, compilePattern, type Predicate } from './compile.js';
import { closeHoles, doubled, hole as importedHole, newRing, noRing } from './ring.js';
import { tagsOf } from './tag.js';
import { firstAt, TagIndex } from './tagIndex.js';

// A constant of this file, because V8 compares with an imported one more slowly: 1.1 times in fan-in.
const hole: typeof importedHole = importedHole;
/** Up to this many messages are faster looked through than looked up. */
const fewMessages = 32;
/** So many are looked at before a longer mailbox's index is asked. */
const firstMessages = 2;
/** A run of more holes is noted, so that it is passed over in one step from then on. */
const longRun = 16;
/** A ring larger than this is given back when the mailbox runs empty, unless it was needed since it last did. */
const keptRing = 1024;

export class Mailbox {
  /** How many messages wait. */
  count = 0;
  #head = 0;
  #tail = 0;
  /** The position of what `find` found, or of what it looks at in a long backlog. */
  #found = 0;
  /** A message that is alone, at `#head`; it moves into the ring when a second one comes. */
  #only: unknown = hole;
  #ring = noRing;
  #mask = -1;
  /** Where the mailbox was empty last. */
  #lastEmpty = 0;
  #index: TagIndex | undefined = undefined;
  /** By slot, how many positions from this hole on are holes; 0 where that is not known. */
  #skips: Uint32Array | undefined = undefined;

  /** The position after the last message: from where a receive that found nothing looks next. */
  get end(): number {
    return this.#tail;
  }

  push(message: unknown): void {
    if (this.count++ === 0) {
      this.#only = message;
      this.#tail++;
      return;
    }
    if (this.#only !== hole) this.#spill();
    if (this.#tail - this.#head > this.#mask) this.#makeRoom();
    this.#ring[this.#tail++ & this.#mask] = message;
  }

  /** Takes the first message; there must be one. */
  shift(): unknown {
    return this.#takeAt(this.#head);
  }

  /**
   * Finds the first message at or after `from` that one of the clauses matches, for `takeFound`, and gives the clause;
   * undefined if there is none.
   */
  find(clauses: readonly Clause[], from: number): On | undefined {
    const start = from > this.#head ? from : this.#head;
    if (this.#only !== hole) {
      this.#found = this.#head;
      return start < this.#tail ? firstMatch(clauses, this.#only) : undefined;
    }
    // The first messages are looked at in any case: a mailbox that is long but served in order needs no index.
    const near = this.#tail - start > fewMessages ? start + firstMessages : this.#tail;
    const clause = this.#findBetween(clauses, start, near);
    if (clause !== undefined || near === this.#tail) return clause;
    const tags = tagsOf(clauses);
    if (tags === undefined) return this.#findFar(clauses, near);
    return tags.length === 0 ? undefined : this.#findIndexed(clauses, tags, near);
  }

  #findBetween(clauses: readonly Clause[], from: number, to: number): On | undefined {
    const ring = this.#ring;
    const mask = this.#mask;
    for (let position = from; position < to; position++) {
      const message = ring[position & mask];
      if (message === hole) {
        position = this.#afterHoles(position) - 1;
        continue;
      }
      const clause = firstMatch(clauses, message);
      if (clause !== undefined) return this.#foundAt(position, clause);
    }
    return undefined;
  }

  /** Takes what `find` has found. */
  takeFound(): unknown {
    return this.#takeAt(this.#found);
  }

  /** Removes every message for which `unwanted` holds. */
  remove(unwanted: (message: unknown) => boolean): void {
    if (this.#only !== hole) this.#spill();
    for (let position = this.#head; position < this.#tail && this.count > 0; position++) {
      const message = this.#ring[position & this.#mask];
      if (message !== hole && unwanted(message)) this.#removed(position);
    }
  }

  /** All waiting messages, for diagnosis. */
  toArray(): unknown[] {
    if (this.#only !== hole) return [this.#only];
    const messages: unknown[] = [];
    for (let position = this.#head; position < this.#tail; position++) {
      const message = this.#ring[position & this.#mask];
      if (message !== hole) messages.push(message);
    }
    return messages;
  }

  clear(): void {
    this.#emptied();
    this.#ring = noRing;
    this.#mask = -1;
    this.#only = hole;
  }

  /** Looks through a long backlog for messages that no index can find. */
  #findFar(clauses: readonly Clause[], from: number): On | undefined {
    const ons = clauses.filter((clause) => clause instanceof On);
    if (ons.length === 1) return this.#findFarWith(ons[0]!, from);
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
        if (predicates[index]!(message)) return this.#foundAt(position, ons[index]!);
      }
    }
    return undefined;
  }

  /** With a single clause nothing stands between the message and its pattern and guard. */
  #findFarWith(clause: On, from: number): On | undefined {
    const isMatch = compilePattern(clause.pattern);
    const guard: Predicate = (clause.guard as Predicate | undefined) ?? anything;
    for (;;) {
      try {
        return this.#scan(isMatch, guard, from) ? clause : undefined;
      } catch {
        // As in Erlang, a guard that fails does not hold.
        from = this.#found + 1;
      }
    }
  }

  // Apart from the `try`: within one V8 makes an iterator for each message that a guard takes apart, as often as not.
  #scan(isMatch: Predicate, guard: Predicate, from: number): boolean {
    const ring = this.#ring;
    const mask = this.#mask;
    const end = this.#tail;
    for (let position = from; position < end; position++) {
      const message = ring[position & mask];
      if (message === hole) {
        position = this.#afterHoles(position) - 1;
        continue;
      }
      this.#found = position;
      if (isMatch(message) && guard(message)) return true;
    }
    return false;
  }

  #findIndexed(clauses: readonly Clause[], tags: readonly unknown[], from: number): On | undefined {
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
        const clause = firstMatch(clauses, this.#ring[position & this.#mask]);
        if (clause === undefined) continue;
        best = position;
        bestClause = clause;
      }
      if (stale * 4 > at - positions.start) index.tidy(tag, positions, at, (position) => this.#isStale(position));
    }
    if (bestClause === undefined) return undefined;
    return this.#foundAt(best, bestClause);
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

  #foundAt(position: number, clause: On): On {
    this.#found = position;
    return clause;
  }

  #takeAt(position: number): unknown {
    if (this.#only !== hole) {
      const message = this.#only;
      this.#only = hole;
      this.#emptied();
      return message;
    }
    const message = this.#ring[position & this.#mask];
    this.#removed(position);
    return message;
  }

  /** Moves a message that is alone into the ring. */
  #spill(): void {
    if (this.#mask < 0) this.#makeRoom();
    this.#ring[this.#head & this.#mask] = this.#only;
    this.#only = hole;
  }

  /** Leaves a hole, and restores the invariant that the first slot of a mailbox that is not empty holds a message. */
  #removed(position: number): void {
    this.#ring[position & this.#mask] = hole;
    if (this.#skips !== undefined) this.#skips[position & this.#mask] = 0;
    if (--this.count <= 0) return this.#emptied();
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
    this.count = 0;
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
    if (this.#mask < 0) this.#ring = newRing();
    else if (2 * this.count > this.#ring.length) this.#ring = doubled(this.#ring, this.#tail);
    else this.#closeHoles();
    this.#mask = this.#ring.length - 1;
    this.#skips = undefined;
  }

  // Positions before `#head` are stale, so messages may only move towards the tail: a receive that waits with a `from`
  // then meets some again, but never misses one.
  #closeHoles(): void {
    this.#head = closeHoles(this.#ring, this.#head, this.#tail);
    this.#index = undefined;
  }
}
