/**
 * Claims: the global names as one node knows them.
 *
 * A claim says that a process has a name. One node keeps it, as a rule that of the process: it alone adds and removes it,
 * and tells all nodes it is connected with. A name has one claim; two only from when nodes connect that had both given it
 * until one of the claims is dropped. Then the claim of the node whose name comes first counts, on all nodes alike.
 */
import { isProcessAlive, type Address, type Node } from '../../lib/index.js';
import { TermMap } from '../termMap.js';

/** That a process has a name, on the word of the node that keeps the claim. */
export interface Claim {
  readonly name: unknown;
  readonly pid: Address;
  readonly keeper: string;
}

export class Claims {
  /** Called when the claims of a name have changed and there are several. */
  onSeveral: (name: unknown) => void = () => undefined;
  readonly #node: Node;
  /** In the order of the keepers' names. */
  readonly #ofName = new TermMap<readonly Claim[]>();
  readonly #ofKeeper = new Map<string, TermMap<Claim>>();

  constructor(node: Node) {
    this.#node = node;
  }

  clear(): void {
    for (const [, claims] of [...this.#ofName.entries()]) for (const claim of claims) this.remove(claim);
  }

  of(name: unknown): readonly Claim[] {
    return this.#ofName.get(name) ?? [];
  }

  ofKeeper(keeper: string): readonly Claim[] {
    return [...(this.#ofKeeper.get(keeper)?.values() ?? [])];
  }

  /** The claims of a name whose processes are there. */
  standing(name: unknown): readonly Claim[] {
    return this.of(name).filter(({ pid }) => this.isThere(pid));
  }

  /** The process with a name. To be asked by a process of the node. */
  whereis(name: unknown): Address | undefined {
    return this.#ofName.get(name)?.find(({ pid }) => this.isThere(pid))?.pid;
  }

  /** The names that lead to a process. To be asked by a process of the node. */
  names(): readonly unknown[] {
    const names: unknown[] = [];
    for (const [name] of this.#ofName.entries()) if (this.whereis(name) !== undefined) names.push(name);
    return names;
  }

  /** A lost node's processes are gone at once, before anybody here hears of the loss. */
  isThere(pid: Address): boolean {
    if (pid.node === this.#node.name) return isProcessAlive(pid);
    return this.#node.peers.get(pid.node)?.isConnected === true;
  }

  /** Takes a claim in; it replaces what its keeper said of the name before. */
  add(claim: Claim): void {
    const { name, keeper } = claim;
    const others = this.of(name).filter((other) => other.keeper !== keeper);
    let kept = this.#ofKeeper.get(keeper);
    if (kept === undefined) this.#ofKeeper.set(keeper, (kept = new TermMap()));
    kept.set(name, claim);
    this.#set(name, [...others, claim].sort(byKeeper));
  }

  /** Removes the claim of a keeper to a name, if it is for this process: false if it is not. */
  remove({ name, pid, keeper }: Claim): boolean {
    const kept = this.#ofKeeper.get(keeper);
    if (kept?.get(name)?.pid !== pid) return false;
    kept.delete(name);
    if (kept.size === 0) this.#ofKeeper.delete(keeper);
    const others = this.of(name).filter((other) => other.keeper !== keeper);
    this.#set(name, others);
    return true;
  }

  #set(name: unknown, claims: readonly Claim[]): void {
    if (claims.length === 0) this.#ofName.delete(name);
    else this.#ofName.set(name, claims);
    if (claims.length > 1) this.onSeveral(name);
  }
}

function byKeeper(one: Claim, other: Claim): number {
  return one.keeper < other.keeper ? -1 : 1;
}
