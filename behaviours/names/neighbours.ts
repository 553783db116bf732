/**
 * Neighbours: the registries of the same name on other nodes, each from its first word until it, or the connection, is
 * gone.
 */
import { demonitor, genCast, monitor, type Address, type Ref } from '../../lib/index.js';

interface Neighbour {
  readonly pid: Address;
  readonly ref: Ref;
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
    this.#ofNode.set(pid.node, { pid, ref: monitor('process', pid) });
  }

  /** A monitored process has ended: gives its node if it was one of these. */
  lost(ref: Ref, pid: Address): string | undefined {
    if (this.#ofNode.get(pid.node)?.ref !== ref) return undefined;
    this.#ofNode.delete(pid.node);
    return pid.node;
  }

  /** Tells the registry of a node, known or not. */
  tell(node: string, notice: readonly unknown[]): void {
    this.sent++;
    genCast('$gen_cast', [this.#registry, node], notice);
  }

  tellAll(notice: readonly unknown[]): void {
    for (const node of this.#ofNode.keys()) this.tell(node, notice);
  }
}
