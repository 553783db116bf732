/**
 * Table: its objects, its owner, and who else may do what with it. It ends with its owner, unless it has an heir.
 */
import { hold, holdFor, letGo, self, type Address, type Held, type Node, type Ref } from '../../lib/index.js';
import { HashStore } from './hashStore.js';
import { OrderedStore } from './orderedStore.js';
import { elementAt } from './row.js';
import type { Settings } from './options.js';
import type { Slot, Store } from './store.js';
import type { EtsObject, Heir, Protection } from './types.js';

export class Table {
  readonly id: Ref;
  readonly node: Node;
  readonly settings: Settings;
  readonly store: Store;
  readonly #onEnd: (table: Table) => void;
  name: string;
  owner: Address;
  heir: Heir;
  protection: Protection;
  isAlive = true;
  readonly #fixes = new Map<Address, readonly Held[]>();
  #held: Held | undefined;

  constructor(node: Node, id: Ref, name: string, settings: Settings, owner: Address, onEnd: (table: Table) => void) {
    const { type, heir, protection } = settings;
    this.node = node;
    this.id = id;
    this.name = name;
    this.settings = settings;
    this.owner = owner;
    this.heir = heir;
    this.protection = protection;
    this.store = type === 'ordered_set' ? new OrderedStore() : new HashStore(type);
    this.#onEnd = onEnd;
    this.#held = holdFor(owner, () => this.#ownerEnded());
  }

  /** What names it in messages, and what `ets.new` has given. */
  get tid(): Ref | string {
    return this.settings.isNamed ? this.name : this.id;
  }

  keyOf(object: EtsObject): unknown {
    return elementAt(object, this.settings.keypos);
  }

  insert(object: EtsObject): void {
    this.store.insert(this.keyOf(object), object);
  }

  /** The slot of a key, in a list. */
  slotsOf(key: unknown): readonly Slot[] {
    const slot = this.store.get(key);
    return slot === undefined ? [] : [slot];
  }

  /** Has another process own it, which is told; false if that has ended. */
  giveTo(pid: Address, data: unknown): boolean {
    const held = holdFor(pid, () => this.#ownerEnded());
    if (held === undefined) return false;
    if (this.#held !== undefined) letGo(this.#held);
    const giver = this.owner;
    this.#held = held;
    this.owner = pid;
    this.node.inRootContext(() => this.node.send(pid, ['ETS-TRANSFER', this.tid, giver, data]));
    return true;
  }

  /** Keeps the places of keys that are deleted, for the calling process, until it says otherwise or ends. */
  fix(): void {
    const pid = self();
    const fixes = this.#fixes.get(pid) ?? [];
    this.store.fix();
    this.#fixes.set(pid, [...fixes, hold(() => this.#unfix(pid))]);
  }

  /** Takes back a `fix` of the calling process, if there is one. */
  unfix(): void {
    const held = this.#fixes.get(self())?.at(-1);
    if (held === undefined) return;
    letGo(held);
    this.#unfix(self());
  }

  #unfix(pid: Address): void {
    const fixes = this.#fixes.get(pid)!.slice(0, -1);
    if (fixes.length === 0) this.#fixes.delete(pid);
    else this.#fixes.set(pid, fixes);
    this.store.unfix();
  }

  end(): void {
    this.isAlive = false;
    if (this.#held !== undefined) letGo(this.#held);
    this.store.clear();
    this.#onEnd(this);
  }

  #ownerEnded(): void {
    const [, pid, data] = this.heir;
    if (pid === 'none' || !this.giveTo(pid, data)) this.end();
  }
}
