/**
 * WeakTable: a Map that does not keep its values alive. An entry goes when its value has been collected.
 */
export class WeakTable<K, V extends WeakKey> {
  readonly #entries = new Map<K, WeakRef<V>>();
  readonly #collected = new FinalizationRegistry<K>((key) => {
    // A new value may have taken the key since the old one was collected.
    if (this.#entries.get(key)?.deref() === undefined) this.#entries.delete(key);
  });

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key)?.deref();
  }

  set(key: K, value: V): void {
    this.#entries.set(key, new WeakRef(value));
    this.#collected.register(value, key);
  }
}
