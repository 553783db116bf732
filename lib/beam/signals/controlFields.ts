/** ControlFields: the items of a control tuple that came from outside, each checked when it is asked for. */
import { Address } from '../../terms/address.js';
import { Ref } from '../../terms/ref.js';
import type { NameOnNode } from '../../terms/signal.js';
import { Atom } from '../etf/atom.js';
import { DecodeError } from '../etf/etfError.js';

export class ControlFields {
  readonly #items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.#items = items;
  }

  item(at: number): unknown {
    return this.#items[at];
  }

  pid(at: number): Address {
    const item = this.#items[at];
    return item instanceof Address ? item : this.#refuse(at, 'a pid');
  }

  ref(at: number): Ref {
    const item = this.#items[at];
    return item instanceof Ref ? item : this.#refuse(at, 'a reference');
  }

  atom(at: number): string {
    const item = this.#items[at];
    return nameIn(item) ?? this.#refuse(at, 'an atom');
  }

  /** A pid, or a name that is one on this node. */
  process(at: number, node: string): Address | NameOnNode {
    const item = this.#items[at];
    return item instanceof Address ? item : [this.atom(at), node];
  }

  number(at: number): number {
    const item = this.#items[at];
    return typeof item === 'number' ? item : this.#refuse(at, 'an integer');
  }

  list(at: number): readonly unknown[] {
    const item = this.#items[at];
    return Array.isArray(item) ? (item as readonly unknown[]) : this.#refuse(at, 'a list');
  }

  #refuse(at: number, expected: string): never {
    throw new DecodeError(`item ${at + 1} of the control tuple ${String(this.#items[0])} must be ${expected}`);
  }
}

/** The name of an atom, whatever it is here. */
export function nameIn(term: unknown): string | undefined {
  if (term instanceof Atom) return term.name;
  if (typeof term === 'string') return term;
  if (term === null) return 'nil';
  return typeof term === 'boolean' || term === undefined ? String(term) : undefined;
}
