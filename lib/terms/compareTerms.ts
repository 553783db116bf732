/**
 * Erlang's order of terms, as far as JavaScript tells them apart:
 *
 *     number < atom, text < reference < function < pid < tuple, list < map < binary data
 *
 * Tuples and lists are arrays, which compare as tuples do: the shorter one is less, then element by element. Atoms and
 * texts compare by code points. `true`, `false`, `undefined` and null stand among them by their names (null's is `nil`).
 */
import { Address } from './address.js';
import { isPlainObject } from './plainData.js';
import { Ref } from './ref.js';

/**
 * Compares two terms by Erlang's order: negative if `a` is less, positive if it is greater, 0 if they are equal by `==`.
 * A function for `sort`. Ports `<`, `>`, `=<`, `>=` and `==`.
 *
 * @example
 * import { compareTerms } from 'regent-otp';
 *
 * compareTerms(100, 'atom') < 0; // => true
 * [['b', 1], 'x', ['a', 2], 7, ['c']].sort(compareTerms); // => [7, 'x', ['c'], ['a', 2], ['b', 1]]
 */
export function compareTerms(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  const rank = rankOf(a);
  return rank - rankOf(b) || comparisons[rank]!(a as never, b as never);
}

const comparisons: readonly ((a: never, b: never) => number)[] = [
  compareNumbers,
  compareAtoms,
  compareIdentifiers,
  compareByNumber,
  compareIdentifiers,
  compareArrays,
  compareMaps,
  compareBytes,
];

function rankOf(term: unknown): number {
  if (typeof term === 'number' || typeof term === 'bigint') return 0;
  if (typeof term === 'string' || typeof term === 'boolean' || term === undefined || term === null) return 1;
  if (term instanceof Ref) return 2;
  if (term instanceof Address) return 4;
  if (Array.isArray(term)) return 5;
  if (ArrayBuffer.isView(term)) return 7;
  return typeof term === 'object' && (term instanceof Map || isPlainObject(term)) ? 6 : 3;
}

// NaN is no term of Erlang's: it comes after all numbers.
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(a !== a) - Number(b !== b);
}

type Atom = string | boolean | null | undefined;

// An atom of JavaScript's own comes after the text with its name.
function compareAtoms(a: Atom, b: Atom): number {
  return compareTexts(nameOf(a), nameOf(b)) || Number(typeof a !== 'string') - Number(typeof b !== 'string');
}

function nameOf(atom: Atom): string {
  return atom === null ? 'nil' : String(atom);
}

function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [one, other] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (one !== other) return ranked(one) - ranked(other);
  }
  return a.length - b.length;
}

/** Halves of characters beyond 0xffff come after all whole ones. */
function ranked(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

function compareIdentifiers(a: Address | Ref, b: Address | Ref): number {
  return compareTexts(a.node, b.node) || a.creation - b.creation || a.id - b.id;
}

const numbers = new WeakMap<WeakKey, number>();
let lastNumber = 0;

/** Functions and instances of classes: in the order in which they were first compared. */
function compareByNumber(a: WeakKey, b: WeakKey): number {
  return numberOf(a) - numberOf(b);
}

function numberOf(thing: WeakKey): number {
  let number = numbers.get(thing);
  if (number === undefined) numbers.set(thing, (number = ++lastNumber));
  return number;
}

function compareArrays(a: readonly unknown[], b: readonly unknown[]): number {
  let order = a.length - b.length;
  for (let index = 0; order === 0 && index < a.length; index++) order = compareTerms(a[index], b[index]);
  return order;
}

/** By size, then by keys in their order, then by values in the order of their keys. */
function compareMaps(a: object, b: object): number {
  const [pairs, others] = [sortedPairs(a), sortedPairs(b)];
  const unzipped = (list: readonly (readonly unknown[])[], column: number) => list.map((pair) => pair[column]);
  return (
    compareArrays(unzipped(pairs, 0), unzipped(others, 0)) || compareArrays(unzipped(pairs, 1), unzipped(others, 1))
  );
}

function sortedPairs(map: object): readonly (readonly [unknown, unknown])[] {
  const pairs: (readonly [unknown, unknown])[] = map instanceof Map ? [...map] : Object.entries(map);
  return pairs.sort(([one], [other]) => compareTerms(one, other));
}

function compareBytes(a: ArrayBufferView, b: ArrayBufferView): number {
  const bytesOf = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  return Buffer.compare(bytesOf(a), bytesOf(b));
}
