/**
 * Tuples and lists: both are plain readonly arrays here. Which of the two an array is, is known of those that arrived and of
 * those that were marked. Of others it is decided by their first item, see encoder.ts.
 */
import { inspect } from 'node:util';
import { badarg } from '../../terms/errors.js';
import { markSequence, sequenceKind, type SequenceKind } from '../../terms/sequenceKind.js';
import { essence } from '../../terms/termEquals.js';

/** Marks an array that nobody else has seen, and freezes it. For the library alone. */
export function sealed<T extends readonly unknown[]>(array: T, kind: SequenceKind): T {
  markSequence(array, kind);
  return Object.freeze(array);
}

/**
 * A tuple of Erlang. An array whose first item is an atom is one without being marked.
 *
 * @example
 * import { binaryToTerm, termToBinary, tuple } from 'regent-otp/beam';
 *
 * const point = tuple(3, 4);
 * point; // => [3, 4]
 * binaryToTerm(termToBinary(point)); // => [3, 4]
 */
export function tuple<const T extends readonly unknown[]>(...items: T): T {
  return sealed(items, 'tuple');
}

/**
 * A list of Erlang. An array is one without being marked unless its first item is an atom: lists of atoms need the mark, and
 * lists of texts that anybody may choose.
 *
 * @example
 * import { list } from 'regent-otp/beam';
 *
 * list('ok', 'error'); // => ['ok', 'error']
 */
export function list<const T extends readonly unknown[]>(...items: T): T {
  return sealed(items, 'list');
}

/** A copy of an array as a tuple. For the library alone. */
export function asTuple(items: readonly unknown[]): readonly unknown[] {
  return sealed([...items], 'tuple');
}

/** A copy of an array as a list. For the library alone. */
export function asList(items: readonly unknown[]): readonly unknown[] {
  return sealed([...items], 'list');
}

/**
 * A text as the list of its characters, which Erlang writes "text".
 *
 * @example
 * import { charlist, text } from 'regent-otp/beam';
 *
 * charlist('abc'); // => [97, 98, 99]
 * text(charlist('abc')); // => 'abc'
 */
export function charlist(of: string): readonly number[] {
  if (typeof of !== 'string') throw badarg('charlist', 'text', of, 'a text');
  return sealed(
    Array.from(of, (character) => character.codePointAt(0)!),
    'list',
  );
}

export const emptyTuple: readonly never[] = tuple();
export const emptyList: readonly never[] = list();

/** A list whose tail is no list: `[1, 2 | tail]`. Made by `improperList`. */
export class ImproperList {
  readonly items: readonly unknown[];
  readonly tail: unknown;

  /** For the library alone. */
  constructor(items: readonly unknown[], tail: unknown) {
    this.items = items;
    this.tail = tail;
    Object.freeze(this);
  }

  [essence](): unknown {
    return [this.items, this.tail];
  }

  [inspect.custom](): string {
    return `[${this.items.map((item) => inspect(item)).join(', ')} | ${inspect(this.tail)}]`;
  }
}

/** The list `[...items | tail]`, whose tail is no list. */
export function improperList(items: readonly unknown[], tail: unknown): ImproperList {
  if (!Array.isArray(items) || items.length === 0) throw badarg('improperList', 'items', items, 'one item or more');
  if (Array.isArray(tail) && sequenceKind(tail) !== 'tuple') {
    throw badarg('improperList', 'tail', tail, 'something else than a list');
  }
  return new ImproperList(Object.freeze([...(items as readonly unknown[])]), tail);
}
