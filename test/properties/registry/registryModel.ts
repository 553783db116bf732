// A registry as a plain list of entries, in the order they were registered.
import fc from 'fast-check';

export const ownerCount = 4;
const keyCount = 3;

export type Keys = 'unique' | 'duplicate';

/** What an owner does; 'end' ends it, and another takes its number. */
export type Act =
  | { readonly kind: 'register' | 'update'; readonly key: number; readonly value: number }
  | { readonly kind: 'unregister'; readonly key: number }
  | { readonly kind: 'unregisterMatch'; readonly key: number; readonly value: number }
  | { readonly kind: 'end'; readonly reason: 'normal' | 'kill' };

export interface Step {
  readonly by: number;
  readonly act: Act;
}

const key = fc.nat({ max: keyCount - 1 });
const value = fc.nat({ max: 3 });

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    by: fc.nat({ max: ownerCount - 1 }),
    act: fc.oneof(
      { arbitrary: fc.record({ kind: fc.constant('register' as const), key, value }), weight: 6 },
      { arbitrary: fc.record({ kind: fc.constant('update' as const), key, value }), weight: 2 },
      { arbitrary: fc.record({ kind: fc.constant('unregister' as const), key }), weight: 2 },
      { arbitrary: fc.record({ kind: fc.constant('unregisterMatch' as const), key, value }), weight: 1 },
      {
        arbitrary: fc.record({ kind: fc.constant('end' as const), reason: fc.constantFrom('normal', 'kill') }),
        weight: 2,
      },
    ),
  }),
  { maxLength: 30 },
);

export interface Entry {
  readonly owner: number;
  readonly key: number;
  value: number;
}

export class RegistryModel {
  entries: Entry[] = [];
  readonly #keys: Keys;

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  /** What the registry gives its owner: for a key that is taken the number of the owner it has; 'raised' if it raises. */
  act(owner: number, act: Act): unknown {
    switch (act.kind) {
      case 'register':
        return this.#register(owner, act.key, act.value);
      case 'update':
        return this.#update(owner, act.key, act.value);
      case 'unregister':
        return this.#remove((entry) => entry.owner === owner && entry.key === act.key);
      case 'unregisterMatch':
        return this.#remove((entry) => entry.owner === owner && entry.key === act.key && entry.value === act.value);
      case 'end':
        return this.#remove((entry) => entry.owner === owner);
      default:
        return act satisfies never;
    }
  }

  #register(owner: number, key: number, value: number): unknown {
    const holder = this.entries.find((entry) => entry.key === key);
    if (this.#keys === 'unique' && holder !== undefined) return ['error', ['already_registered', holder.owner]];
    this.entries.push({ owner, key, value });
    return 'ok';
  }

  #update(owner: number, key: number, by: number): unknown {
    if (this.#keys === 'duplicate') return 'raised';
    const entry = this.entries.find((other) => other.key === key && other.owner === owner);
    if (entry === undefined) return 'error';
    const old = entry.value;
    entry.value = old + by;
    return [entry.value, old];
  }

  #remove(isGone: (entry: Entry) => boolean): 'ok' {
    this.entries = this.entries.filter((entry) => !isGone(entry));
    return 'ok';
  }
}
