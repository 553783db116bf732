/**
 * TermMap: a map whose keys are terms, in order of insertion. Keys that are equal as terms, as `termEquals` sees it, are
 * one: `['room', 5]` finds what was stored under another such array.
 *
 * Compound keys become texts, so that they are found as fast as simple ones.
 */
import { Address, essenceOf, isPlainObject, Ref } from '../lib/index.js';

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
    return typeof key !== 'object' || key === null || key instanceof Address || key instanceof Ref
      ? key
      : `\0${this.#textOf(key)}`;
  }

  #textOf(term: unknown): string {
    if (typeof term === 'string') return JSON.stringify(term);
    if (term === null) return 'null';
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- it is no object
    if (typeof term !== 'object' && typeof term !== 'function') return `${typeof term} ${String(term)}`;
    if (term instanceof Address || term instanceof Ref) return term.toString();
    if (Array.isArray(term)) return `[${term.map((item) => this.#textOf(item)).join()}]`;
    if (term instanceof Map) return `Map{${this.#pairsOf([...term])}}`;
    return isPlainObject(term) ? `{${this.#pairsOf(Object.entries(term))}}` : this.#textOfInstance(term);
  }

  // Of one class, and equal by what they hold; a thing of another kind is itself alone.
  #textOfInstance(term: object): string {
    const content = contentOf(term);
    if (content === undefined) return `@${this.#numberOf(term)}`;
    const kind = this.#numberOf(Object.getPrototypeOf(term) as object);
    if (content instanceof Set)
      return `#${kind}{${[...content]
        .map((item) => this.#textOf(item))
        .sort()
        .join()}}`;
    return `#${kind}(${this.#textOf(content)})`;
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

/** What two objects of a class must both hold to be equal, as `termEquals` sees it; undefined for what equals itself alone. */
function contentOf(term: object): unknown {
  if (term instanceof Set) return term;
  if (term instanceof Date) return term.getTime();
  if (ArrayBuffer.isView(term)) return Buffer.from(term.buffer, term.byteOffset, term.byteLength).toString('latin1');
  if (term instanceof ArrayBuffer) return Buffer.from(term).toString('latin1');
  const of = essenceOf(term);
  if (of !== undefined) return of;
  return term instanceof Error ? [term.name, term.message] : undefined;
}
