/**
 * sequenceKind: whether an array is a tuple or a list of Erlang, of those that are marked: by a private field, which nobody
 * sees and which costs next to nothing. Only nodes in a real Erlang cluster ask; copies keep the mark for them.
 */

export type SequenceKind = 'tuple' | 'list';

// A constructor that returns its argument: the fields of a derived class are added to that object.
class Returned {
  constructor(object: object) {
    return object;
  }
}

class Kind extends Returned {
  readonly #kind: SequenceKind;

  constructor(array: object, kind: SequenceKind) {
    super(array);
    this.#kind = kind;
  }

  static of(array: object): SequenceKind | undefined {
    return #kind in array ? array.#kind : undefined;
  }
}

/** Marks an array that is not frozen, and not marked yet. */
export function markSequence(array: readonly unknown[], kind: SequenceKind): void {
  new Kind(array, kind);
}

/** What an array is; undefined if it is not marked. */
export function sequenceKind(array: readonly unknown[]): SequenceKind | undefined {
  return Kind.of(array);
}

/** Has a copy, just made, be what its original is. */
export function keepSequenceKind(copy: readonly unknown[], original: readonly unknown[]): void {
  const kind = Kind.of(original);
  if (kind !== undefined) new Kind(copy, kind);
}
