/**
 * BeamRef: a reference that a node of Erlang has made. It is up to 160 bits long; its number here only tells it from others.
 */
import type { Home } from '../../terms/address.js';
import { Ref } from '../../terms/ref.js';
import { WeakTable } from '../../terms/weakTable.js';

const tables = new WeakMap<Home, WeakTable<string, BeamRef>>();
let lastId = 0;

export class BeamRef extends Ref {
  readonly words: readonly number[];

  /** One that nobody will look for: not to be compared with others. */
  constructor(home: Home, words: readonly number[]) {
    super(home, ++lastId);
    this.words = words;
  }

  /** The one object for these words of a run of a node. */
  static of(home: Home, words: readonly number[]): BeamRef {
    let table = tables.get(home);
    if (table === undefined) tables.set(home, (table = new WeakTable()));
    const key = words.join('.');
    let known = table.get(key);
    if (known === undefined) table.set(key, (known = new BeamRef(home, words)));
    return known;
  }

  // What is one has come as `[alias|Ref]`.
  override get isAlias(): boolean {
    return false;
  }

  override toString(): string {
    return `#Ref<${this.node}.${this.creation}.${this.words.toReversed().join('.')}>`;
  }
}
