/**
 * TermMap: a map whose keys are terms, in order of insertion. Keys that are equal as terms are one: `['room', 5]` finds
 * what was stored under another such array.
 *
 * Tuples, plain objects, Maps and Dates become texts, so that they are found as fast as simple keys; what else they hold
 * counts by identity.
 */
import { Address, Ref } from '../lib/index.js';

export class TermMap<V> {
  readonly #entries = new Map<unknown, readonly [key: unknown, value: V]>();
  readonly #numbers = new WeakMap<object, number>();
  #lastNumber = 0;

  get size(): number {
    return this.#entries.size;
  }

  get(key: unknown): V | undefined {
    return this.#entries.get(this.#indexOf(key))?.[1];
  }

  has(key: unknown): boolean {
    return this.#entries.has(this.#indexOf(key));
  }

  /** Stores a value; a new key comes last. */
  set(key: unknown, value: V): void {
    this.#entries.set(this.#indexOf(key), [key, value]);
  }

  delete(key: unknown): boolean {
    return this.#entries.delete(this.#indexOf(key));
  }

  entries(): IterableIterator<readonly [key: unknown, value: V]> {
    return this.#entries.values();
  }

  *values(): Generator<V> {
    for (const [, value] of this.#entries.values()) yield value;
  }

  // Texts that stand for compound keys begin with a character of their own; so do the few strings that would look alike.
  #indexOf(key: unknown): unknown {
    if (typeof key === 'string') return key.startsWith('\0') ? `\0"${key}` : key;
    return isCompound(key) ? `\0${this.#textOf(key)}` : key;
  }

  #textOf(term: unknown): string {
    if (typeof term === 'string') return JSON.stringify(term);
    if (term === null) return 'null';
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- it is no object
    if (typeof term !== 'object' && typeof term !== 'function') return `${typeof term} ${String(term)}`;
    if (term instanceof Address || term instanceof Ref) return term.toString();
    if (Array.isArray(term)) return `[${term.map((item) => this.#textOf(item)).join()}]`;
    if (term instanceof Map) return `Map{${this.#pairsOf([...term])}}`;
    if (term instanceof Date) return `Date ${term.getTime()}`;
    return isCompound(term) ? `{${this.#pairsOf(Object.entries(term))}}` : `@${this.#numberOf(term)}`;
  }

  #pairsOf(pairs: readonly (readonly [unknown, unknown])[]): string {
    const texts = pairs.map(([key, value]) => `${this.#textOf(key)}:${this.#textOf(value)}`);
    return texts.sort().join();
  }

  #numberOf(object: object): number {
    let number = this.#numbers.get(object);
    if (number === undefined) this.#numbers.set(object, (number = ++this.#lastNumber));
    return number;
  }
}

function isCompound(term: unknown): term is object {
  if (typeof term !== 'object' || term === null) return false;
  if (Array.isArray(term) || term instanceof Map || term instanceof Date) return true;
  const prototype: unknown = Object.getPrototypeOf(term);
  return prototype === Object.prototype || prototype === null;
}
