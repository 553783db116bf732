/**
 * Neighbours: the name servers of the nodes that this one is connected with, and how far they know each other's claims.
 *
 * A neighbourhood begins when the nodes connect, with an id of its own at either end, and ends with the connection or
 * with the other server. A node without a name server is none.
 */
import { demonitor, genCast, monitor, type Ref } from '../../lib/index.js';
import { tellNode } from '../tellNode.js';
import { serverName, type Notice } from './notices.js';

interface Neighbour {
  readonly node: string;
  readonly id: number;
  readonly ref: Ref;
  /** The id at the other end, once it has begun there too. */
  theirId: number | undefined;
  /** All their claims are here. */
  isListed: boolean;
  /** They have been told that their claims are settled here. */
  hasTold: boolean;
  /** They have told that the claims of this node are settled there. */
  isSettled: boolean;
}

export class Neighbours {
  readonly #here: string;
  readonly #ofNode = new Map<string, Neighbour>();
  #lastId = 0;

  constructor(here: string) {
    this.#here = here;
  }

  get nodes(): readonly string[] {
    return [...this.#ofNode.keys()];
  }

  has(node: string): boolean {
    return this.#ofNode.has(node);
  }

  /** Whether all know each other's claims. */
  get areSettled(): boolean {
    return [...this.#ofNode.values()].every(({ hasTold, isSettled }) => hasTold && isSettled);
  }

  /** Begins with a node; false if that is under way. */
  open(node: string): boolean {
    if (this.#ofNode.has(node)) return false;
    const ref = monitor('process', [serverName, node]);
    const neighbour = { node, id: ++this.#lastId, ref, theirId: undefined, isListed: false, hasTold: false };
    this.#ofNode.set(node, { ...neighbour, isSettled: false });
    return true;
  }

  /** The other end has begun: true if it had begun before, and so has lost all that it was told. */
  begun(node: string, theirId: number): boolean {
    const neighbour = this.#ofNode.get(node)!;
    const isAnew = neighbour.theirId !== undefined && neighbour.theirId !== theirId;
    neighbour.theirId = theirId;
    neighbour.isListed = neighbour.hasTold = false;
    return isAnew;
  }

  /** Whether what came with this id belongs to the neighbourhood that stands. */
  isCurrent(node: string, theirId: number): boolean {
    return this.#ofNode.get(node)?.theirId === theirId;
  }

  listed(node: string): void {
    this.#ofNode.get(node)!.isListed = true;
  }

  /** All conflicts with a node are decided as far as that is up to this one: tells the node, once. */
  settle(node: string): void {
    const neighbour = this.#ofNode.get(node);
    if (neighbour === undefined || !neighbour.isListed || neighbour.hasTold) return;
    neighbour.hasTold = true;
    this.tell(node, () => ['settled', this.#here, neighbour.theirId!]);
  }

  settled(node: string, id: number): void {
    const neighbour = this.#ofNode.get(node);
    if (neighbour?.id === id) neighbour.isSettled = true;
  }

  /** A server has ended, or the connection with it: gives its node, if the monitor was one of these. */
  close(ref: Ref): string | undefined {
    for (const neighbour of this.#ofNode.values()) {
      if (neighbour.ref !== ref) continue;
      this.#ofNode.delete(neighbour.node);
      demonitor(ref, ['flush']);
      return neighbour.node;
    }
    return undefined;
  }

  /** Tells a neighbour something; false if there is none, or if it cannot travel. */
  tell(node: string, notice: (id: number) => Notice): boolean {
    const neighbour = this.#ofNode.get(node);
    if (neighbour === undefined) return false;
    const message = notice(neighbour.id);
    return tellNode('global', node, message, () => genCast('$gen_cast', [serverName, node], message));
  }
}
