/**
 * Links: those between processes of this node and processes of one other, as far as this end knows.
 *
 * A pair is linked, or its link is being taken back, or it is not here at all. While a link is being taken back (the far
 * end has not acknowledged that yet), one that the far end set is void: it was set before the far end knew. So two
 * processes that link and unlink at the same time never end with only one of them linked.
 */
import type { Address } from '../terms/address.js';

/** Stands for a link that is not being taken back; ids of unlinks are greater. */
const linked = 0;

export class Links {
  readonly #ofLocal = new Map<Address, Map<Address, number>>();
  #lastId = 0;

  /** How many there are, with those that are being taken back. */
  get size(): number {
    let size = 0;
    for (const pairs of this.#ofLocal.values()) size += pairs.size;
    return size;
  }

  /** This end sets a link. */
  set(local: Address, remote: Address): void {
    let pairs = this.#ofLocal.get(local);
    if (pairs === undefined) this.#ofLocal.set(local, (pairs = new Map<Address, number>()));
    pairs.set(remote, linked);
  }

  /** The far end has set a link; false if that changes nothing here. */
  accept(local: Address, remote: Address): boolean {
    if (this.#ofLocal.get(local)?.has(remote) === true) return false;
    this.set(local, remote);
    return true;
  }

  /** This end takes a link back: gives the id that the far end will acknowledge, or undefined if there is no link. */
  takeBack(local: Address, remote: Address): number | undefined {
    const pairs = this.#ofLocal.get(local);
    if (pairs?.get(remote) !== linked) return undefined;
    pairs.set(remote, ++this.#lastId);
    return this.#lastId;
  }

  /** The far end has acknowledged that a link was taken back. */
  acknowledge(local: Address, remote: Address, id: number): void {
    if (this.#ofLocal.get(local)?.get(remote) === id) this.#delete(local, remote);
  }

  /** The link is over: an end of it has gone, or the far end took it back. False if there is none. */
  end(local: Address, remote: Address): boolean {
    if (this.#ofLocal.get(local)?.get(remote) !== linked) return false;
    this.#delete(local, remote);
    return true;
  }

  /** Forgets all, and gives those that stood. */
  clear(): readonly (readonly [local: Address, remote: Address])[] {
    const standing: [Address, Address][] = [];
    for (const [local, pairs] of this.#ofLocal) {
      for (const [remote, state] of pairs) if (state === linked) standing.push([local, remote]);
    }
    this.#ofLocal.clear();
    return standing;
  }

  #delete(local: Address, remote: Address): void {
    const pairs = this.#ofLocal.get(local)!;
    pairs.delete(remote);
    if (pairs.size === 0) this.#ofLocal.delete(local);
  }
}
