/**
 * ClaimTable: all claims that one node knows. A node has at most one claim of a name. Which claims stay is judged when they
 * change, not when they are looked up.
 */
import { isProcessAlive, type Address, type Node } from '../../lib/index.js';
import { TermMap } from '../termMap.js';
import { byAge, type Claim } from './claim.js';
import { judge, type Policy } from './policies.js';

interface Entry {
  /** The oldest first. */
  readonly claims: readonly Claim[];
  readonly kept: readonly Claim[];
}

const none: Entry = { claims: [], kept: [] };

export class ClaimTable {
  readonly policy: Policy;
  readonly #node: Node;
  readonly #ofName = new TermMap<Entry>();
  readonly #ofNode = new Map<string, TermMap<Claim>>();

  constructor(node: Node, policy: Policy) {
    this.#node = node;
    this.policy = policy;
  }

  /** How many claims there are. */
  get size(): number {
    let size = 0;
    for (const claims of this.#ofNode.values()) size += claims.size;
    return size;
  }

  get names(): readonly unknown[] {
    return [...this.#ofName.entries()].map(([name]) => name);
  }

  /** All claims of a name, of processes that are there. */
  standing(name: unknown): readonly Claim[] {
    return this.#entry(name).claims.filter(({ pid }) => this.#isThere(pid));
  }

  /** Those that stay by the policy. */
  kept(name: unknown): readonly Claim[] {
    const { kept } = this.#entry(name);
    const there = kept.filter(({ pid }) => this.#isThere(pid));
    // Those that are gone are being taken back: what is left is judged anew.
    return there.length > 0 || kept.length === 0 ? there : judge(this.policy, name, this.standing(name));
  }

  /** The claim that a node has of a name. */
  get(node: string, name: unknown): Claim | undefined {
    return this.#ofNode.get(node)?.get(name);
  }

  ofNode(node: string): readonly (readonly [name: unknown, claim: Claim])[] {
    return [...(this.#ofNode.get(node)?.entries() ?? [])];
  }

  /** Takes in a claim, in place of the one that its node had of the name. */
  set(name: unknown, claim: Claim): void {
    const { node } = claim.pid;
    let claims = this.#ofNode.get(node);
    if (claims === undefined) this.#ofNode.set(node, (claims = new TermMap()));
    claims.set(name, claim);
    this.#change(name, [...this.#without(name, node), claim]);
  }

  delete(node: string, name: unknown): void {
    const claims = this.#ofNode.get(node);
    if (claims?.delete(name) !== true) return;
    if (claims.size === 0) this.#ofNode.delete(node);
    this.#change(name, this.#without(name, node));
  }

  /** Which claims would stay if this one were there. */
  wouldKeep(name: unknown, claim: Claim): readonly Claim[] {
    return judge(this.policy, name, [...this.standing(name), claim].sort(byAge));
  }

  #entry(name: unknown): Entry {
    return this.#ofName.get(name) ?? none;
  }

  #without(name: unknown, node: string): readonly Claim[] {
    return this.#entry(name).claims.filter(({ pid }) => pid.node !== node);
  }

  #change(name: unknown, claims: readonly Claim[]): void {
    const sorted = claims.toSorted(byAge);
    if (sorted.length === 0) this.#ofName.delete(name);
    else this.#ofName.set(name, { claims: sorted, kept: judge(this.policy, name, sorted) });
  }

  // A lost node's processes are gone at once, before the registry here hears of the loss.
  #isThere(pid: Address): boolean {
    if (pid.node === this.#node.name) return isProcessAlive(pid);
    return this.#node.peers.get(pid.node)?.isConnected === true;
  }
}
