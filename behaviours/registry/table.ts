/**
 * RegistryTable: the entries of one registry. Whoever has some holds them through one Owner, so that they are gone as soon
 * as the process has ended, before anyone hears of its end.
 */
import { hold, letGo, self, type Address, type Held } from '../../lib/index.js';
import { TermMap } from '../termMap.js';

export type Keys = 'unique' | 'duplicate';

/** A value that a process has under a key. */
export interface Entry {
  readonly key: unknown;
  readonly pid: Address;
  value: unknown;
}

export class RegistryTable {
  readonly name: string;
  readonly keys: Keys;
  readonly listeners: readonly string[];
  readonly meta: TermMap<unknown>;
  /** The processes that owners are linked with. */
  readonly partitions: Address[] = [];
  /** When partitions were restarted lately, in ms of the monotonic clock. */
  readonly restarts: number[] = [];
  readonly #entries = new TermMap<Set<Entry>>();
  readonly #owners = new Map<Address, Owner>();
  #count = 0;

  constructor(name: string, keys: Keys, listeners: readonly string[], meta: TermMap<unknown>) {
    this.name = name;
    this.keys = keys;
    this.listeners = listeners;
    this.meta = meta;
  }

  get count(): number {
    return this.#count;
  }

  /** The entries under a key, in order of arrival. */
  entriesOf(key: unknown): readonly Entry[] {
    const entries = this.#entries.get(key);
    return entries === undefined ? [] : [...entries];
  }

  /** The entries of a process, the last first. */
  entriesOfOwner(pid: Address): readonly Entry[] {
    return [...(this.#owners.get(pid)?.entries ?? [])].reverse();
  }

  *all(): Generator<Entry> {
    for (const entries of this.#entries.values()) yield* entries;
  }

  /** The process that the owner of an entry is linked with. */
  partitionOf(pid: Address): Address {
    return this.partitions[pid.id % this.partitions.length]!;
  }

  isOwner(pid: Address): boolean {
    return this.#owners.has(pid);
  }

  /** Adds an entry of the calling process. */
  add(key: unknown, value: unknown): void {
    const pid = self();
    const entry: Entry = { key, pid, value };
    const entries = this.#entries.get(key);
    if (entries === undefined) this.#entries.set(key, new Set([entry]));
    else entries.add(entry);
    this.#ownerOf(pid).entries.add(entry);
    this.#count++;
  }

  /** Removes entries of the calling process. */
  remove(entries: readonly Entry[]): void {
    const owner = this.#owners.get(self());
    for (const entry of entries) {
      owner?.entries.delete(entry);
      this.#forget(entry);
    }
    if (owner?.entries.size !== 0) return;
    this.#owners.delete(owner.pid);
    letGo(owner.held);
  }

  /** Has entries of the calling process count as its last. */
  renew(entries: readonly Entry[]): void {
    const owner = this.#owners.get(self());
    for (const entry of entries) if (owner?.entries.delete(entry) === true) owner.entries.add(entry);
  }

  /** A partition has ended: the entries of all that are linked with it are gone, also of those that it does not end. */
  clear(partition: Address): void {
    for (const owner of this.#owners.values()) if (this.partitionOf(owner.pid) === partition) this.drop(owner);
  }

  /** An owner has ended. */
  drop(owner: Owner): void {
    this.#owners.delete(owner.pid);
    for (const entry of owner.entries) this.#forget(entry);
  }

  #ownerOf(pid: Address): Owner {
    let owner = this.#owners.get(pid);
    if (owner === undefined) {
      const made = new Owner(
        pid,
        hold(() => this.drop(made)),
      );
      this.#owners.set(pid, (owner = made));
    }
    return owner;
  }

  #forget(entry: Entry): void {
    const entries = this.#entries.get(entry.key);
    if (entries?.delete(entry) !== true) return;
    this.#count--;
    if (entries.size === 0) this.#entries.delete(entry.key);
  }
}

/** A process that has entries. */
class Owner {
  readonly pid: Address;
  readonly held: Held;
  readonly entries = new Set<Entry>();

  constructor(pid: Address, held: Held) {
    this.pid = pid;
    this.held = held;
  }
}
