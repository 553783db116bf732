/**
 * PeerTable: the ways to other nodes, by their names. A membership whose nodes are not known beforehand can be asked for one
 * that is not in the table.
 */
import type { Peer } from './peer.js';

/** Makes the way to a node and puts it into the table; undefined if it knows none. */
export type PeerFinder = (node: string) => Peer | undefined;

export class PeerTable extends Map<string, Peer> {
  #find: PeerFinder | undefined = undefined;

  override get(node: string): Peer | undefined {
    return super.get(node) ?? this.#find?.(node);
  }

  /** Whether others are asked for what is not in the table. */
  get canFind(): boolean {
    return this.#find !== undefined;
  }

  /** Has a finder asked from now on; undefined: nobody. There is one at a time. */
  findBy(finder: PeerFinder | undefined): void {
    this.#find = finder;
  }
}
