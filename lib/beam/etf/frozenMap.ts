/**
 * FrozenMap: a map that has arrived. It is a Map that cannot be changed, and finds a key that is a tuple, a list or a
 * map by what that holds.
 */
import { inspect } from 'node:util';
import { termEquals } from '../../terms/termEquals.js';

export class FrozenMap extends Map<unknown, unknown> {
  /** @param items keys and values in turn */
  constructor(items: readonly unknown[]) {
    super();
    for (let index = 0; index < items.length; index += 2) super.set(items[index], items[index + 1]);
    Object.freeze(this);
  }

  override get(key: unknown): unknown {
    if (super.has(key)) return super.get(key);
    const equal = this.#equalTo(key);
    // A map can have the key undefined as well.
    return equal === undefined ? undefined : super.get(equal);
  }

  override has(key: unknown): boolean {
    return super.has(key) || this.#equalTo(key) !== undefined;
  }

  override set(): never {
    return refuse();
  }

  override delete(): never {
    return refuse();
  }

  override clear(): never {
    return refuse();
  }

  // A literal of the same kind: what is printed is a map.
  [inspect.custom](depth: number, options: object): string {
    return inspect(new Map(this), { ...options, depth });
  }

  #equalTo(key: unknown): unknown {
    if (typeof key !== 'object' || key === null) return undefined;
    for (const other of this.keys()) if (termEquals(other, key)) return other;
    return undefined;
  }
}

// Whoever looks at the class of a map (assertions in tests, other codecs) sees one.
Object.defineProperty(FrozenMap.prototype, 'constructor', { value: Map });

function refuse(): never {
  throw new TypeError('a map that has arrived cannot be changed: copy it with new Map(map)');
}
