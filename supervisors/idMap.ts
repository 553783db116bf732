/**
 * IdMap: a map whose keys are the ids of children, in order of insertion. An id is any term, and ids that are equal as
 * terms are one key: `['worker', 1]` finds what was stored under another such array.
 *
 * Tuples and maps made of atoms, numbers, addresses and references become texts, so that they are found as fast as
 * simple ids; what else they hold counts by identity.
 */
import { Address, Ref } from '../lib/index.js';

export class IdMap<V> {
  readonly #values = new Map<unknown, V>();
  readonly #numbers = new WeakMap<object, number>();
  #lastNumber = 0;

  get size(): number {
    return this.#values.size;
  }

  get(id: unknown): V | undefined {
    return this.#values.get(this.#keyOf(id));
  }

  /** Stores a value; a new id comes last. */
  set(id: unknown, value: V): void {
    this.#values.set(this.#keyOf(id), value);
  }

  delete(id: unknown): void {
    this.#values.delete(this.#keyOf(id));
  }

  values(): IterableIterator<V> {
    return this.#values.values();
  }

  #keyOf(id: unknown): unknown {
    return isCompound(id) ? `\0${this.#textOf(id)}` : id;
  }

  #textOf(term: unknown): string {
    if (Array.isArray(term)) return `[${term.map((item) => this.#textOf(item)).join()}]`;
    if (isCompound(term)) return `{${this.#entriesOf(term as Record<string, unknown>)}}`;
    if (typeof term === 'string') return JSON.stringify(term);
    if (term instanceof Address || term instanceof Ref) return term.toString();
    if ((typeof term === 'object' && term !== null) || typeof term === 'function') return `@${this.#numberOf(term)}`;
    return `${typeof term} ${String(term)}`;
  }

  #entriesOf(term: Record<string, unknown>): string {
    const keys = Object.keys(term).sort();
    return keys.map((key) => `${JSON.stringify(key)}:${this.#textOf(term[key])}`).join();
  }

  #numberOf(object: object): number {
    let number = this.#numbers.get(object);
    if (number === undefined) this.#numbers.set(object, (number = ++this.#lastNumber));
    return number;
  }
}

function isCompound(term: unknown): boolean {
  if (typeof term !== 'object' || term === null) return false;
  if (Array.isArray(term)) return true;
  const prototype: unknown = Object.getPrototypeOf(term);
  return prototype === Object.prototype || prototype === null;
}
