/**
 * Neighbours: the registries of the same name on other nodes, each from its first word until it, or the connection, is
 * gone.
 */
import { demonitor, genCast, monitor, type Address, type Ref } from '../../lib/index.js';
import { tellNode } from '../tellNode.js';
import type { ListedClaim } from './notices.js';

interface Neighbour {
  readonly pid: Address;
  readonly ref: Ref;
  /** What has come of its claims, while not all have. */
  listed: ListedClaim[];
  /** It has been told all claims of this node since it is known, and is told each that comes. */
  isTold: boolean;
}

export class Neighbours {
  readonly #registry: string;
  readonly #ofNode = new Map<string, Neighbour>();
  /** How many notices have left. */
  sent = 0;

  constructor(registry: string) {
    this.#registry = registry;
  }

  get nodes(): readonly string[] {
    return [...this.#ofNode.keys()];
  }

  has(pid: Address): boolean {
    return this.#ofNode.get(pid.node)?.pid === pid;
  }

  /** A registry has spoken: one that had its node before is gone. */
  meet(pid: Address): void {
    if (this.has(pid)) return;
    const earlier = this.#ofNode.get(pid.node);
    if (earlier !== undefined) demonitor(earlier.ref, ['flush']);
    this.#ofNode.set(pid.node, { pid, ref: monitor('process', pid), listed: [], isTold: false });
  }

  /** A monitored process has ended: gives its node if it was one of these. */
  lost(ref: Ref, pid: Address): string | undefined {
    if (this.#ofNode.get(pid.node)?.ref !== ref) return undefined;
    this.#ofNode.delete(pid.node);
    return pid.node;
  }

  /** All claims of this node are being told to a neighbour: false if they have been. */
  willBeTold({ node }: Address): boolean {
    const neighbour = this.#ofNode.get(node);
    if (neighbour?.isTold !== false) return false;
    neighbour.isTold = true;
    return true;
  }

  /** Some of the claims of a neighbour have come. */
  list({ node }: Address, claims: readonly ListedClaim[]): void {
    const listed = this.#ofNode.get(node)?.listed;
    for (const claim of claims) listed?.push(claim);
  }

  /** What has come since the last time: now it is all. */
  takeListed({ node }: Address): readonly ListedClaim[] {
    const neighbour = this.#ofNode.get(node);
    if (neighbour === undefined) return [];
    const { listed } = neighbour;
    neighbour.listed = [];
    return listed;
  }

  /** Tells the registry of a node, known or not; false if it cannot travel. */
  tell(node: string, notice: readonly unknown[]): boolean {
    this.sent++;
    return tellNode('names', node, notice, () => genCast('$gen_cast', [this.#registry, node], notice));
  }

  tellAll(notice: readonly unknown[]): void {
    for (const node of this.#ofNode.keys()) this.tell(node, notice);
  }
}
