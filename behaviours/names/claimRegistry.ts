/**
 * ClaimRegistry: what the process of a registry knows and does: it keeps the claims of its node, and hears of those of others.
 *
 * Nodes that connect exchange all their claims; each claim that comes or goes afterwards is told. A process that has a name
 * which others have too is told whenever one more becomes known.
 */
import {
  Address,
  currentNode,
  nodes,
  self,
  send,
  systemTime,
  type From,
  type Node,
  type Ref,
} from '../../lib/index.js';
import { TermMap } from '../termMap.js';
import { Stamps, type Claim } from './claim.js';
import { Claimants } from './claimants.js';
import { ClaimTable } from './claimTable.js';
import { Neighbours } from './neighbours.js';
import type { ListedClaim, Listing, NoticeTaker } from './notices.js';
import { policyName, type Policy } from './policies.js';
import { Syncs } from './syncs.js';

/** What `register` gives. */
export type Registered = 'ok' | readonly ['error', readonly ['already_registered', Address]];

/** How many claims one message tells of, at most. */
const partSize = 10_000;

export class ClaimRegistry implements NoticeTaker {
  readonly name: string;
  readonly table: ClaimTable;
  readonly neighbours: Neighbours;
  /** How many notices have come. */
  taken = 0;
  /** How often it became known that several processes claim a name. */
  multipleClaims = 0;
  readonly #node: Node = currentNode();
  readonly #claimants = new Claimants();
  readonly #stamps = new Stamps();
  readonly #syncs = new Syncs();

  /** To be made by the process of the registry. */
  constructor(name: string, policy: Policy) {
    this.name = name;
    this.table = new ClaimTable(this.#node, policy);
    this.neighbours = new Neighbours(name);
    for (const node of nodes()) this.greet(node);
  }

  get here(): string {
    return this.#node.name;
  }

  /** Claims a name for a process of this node. */
  register(name: unknown, pid: Address): Registered {
    const own = this.table.get(this.here, name);
    if (own?.pid === pid) return 'ok';
    const claim = { pid, stamp: this.#stamps.next(systemTime()) };
    const kept = this.table.wouldKeep(name, claim);
    if (!kept.includes(claim)) return ['error', ['already_registered', kept[0]!.pid]];
    if (own !== undefined) this.#lose(name, own, pid);
    this.#claimants.add(pid, name);
    this.table.set(name, claim);
    this.neighbours.tellAll(['claimed', self(), name, pid, claim.stamp]);
    this.#check(name);
    return 'ok';
  }

  /** Takes the claim of a process of this node back, if it has the name. */
  unregister(name: unknown, pid: Address): 'ok' {
    if (this.table.get(this.here, name)?.pid === pid) {
      this.#claimants.remove(pid, name);
      this.#withdraw(name);
    }
    return 'ok';
  }

  /** Takes the claim that this node has of a name back, whoever has it. */
  unregisterLocal(name: unknown): 'ok' {
    const own = this.table.get(this.here, name);
    return own === undefined ? 'ok' : this.unregister(name, own.pid);
  }

  /** A node is connected: all claims are exchanged. */
  greet(node: string, ref: Ref | 'none' = 'none'): void {
    this.#tellClaims(node, 'exchange', ref);
  }

  /** Answers when all nodes that are connected know each other's claims. */
  sync(from: From): void {
    this.#syncs.start(from, this.name, (node, ref) => this.greet(node, ref));
  }

  exchange(listing: Listing): void {
    this.#take(listing);
    this.neighbours.willBeTold(listing.from);
    this.#tellClaims(listing.from.node, 'listed', listing.ref);
  }

  // It answers the greeting: what has been claimed here since then was told to nobody at that node.
  listed(listing: Listing): void {
    this.#take(listing);
    if (this.neighbours.willBeTold(listing.from)) this.#tellClaims(listing.from.node, 'listed', 'none');
  }

  part(from: Address, claims: readonly ListedClaim[]): void {
    this.neighbours.meet(from);
    this.neighbours.list(from, claims);
  }

  #take({ from, policy, ref }: Listing): void {
    this.neighbours.meet(from);
    if (policy !== policyName(this.table.policy)) this.#reportPolicy(from.node, policy);
    const told = new TermMap<Claim>();
    for (const [name, pid, stamp] of this.neighbours.takeListed(from)) told.set(name, { pid, stamp });
    for (const [name] of this.table.ofNode(from.node)) if (!told.has(name)) this.table.delete(from.node, name);
    for (const [name, claim] of told.entries()) this.claimed(from, name, claim);
    if (ref !== 'none') this.#syncs.over(ref);
  }

  claimed(from: Address, name: unknown, claim: Claim): void {
    if (!this.neighbours.has(from)) return;
    this.#stamps.seen(claim.stamp);
    const known = this.table.get(from.node, name);
    this.table.set(name, claim);
    if (known?.pid !== claim.pid) this.#check(name);
  }

  unclaimed(from: Address, name: unknown): void {
    if (this.neighbours.has(from)) this.table.delete(from.node, name);
  }

  /** A monitored process has ended, or the node of it is lost. */
  ended(ref: Ref, object: unknown): void {
    this.#syncs.over(ref);
    if (!(object instanceof Address)) return;
    for (const name of this.#claimants.ended(ref, object)) this.#withdraw(name);
    const node = this.neighbours.lost(ref, object);
    if (node !== undefined) for (const [name] of this.table.ofNode(node)) this.table.delete(node, name);
  }

  #withdraw(name: unknown): void {
    this.table.delete(this.here, name);
    this.neighbours.tellAll(['unclaimed', self(), name]);
  }

  /** One more claim of a name is known. */
  #check(name: unknown): void {
    const claims = this.table.standing(name);
    if (claims.length < 2) return;
    this.multipleClaims++;
    const own = this.table.get(this.here, name);
    if (own === undefined) return;
    send(own.pid, ['multiple_claim', name, claims.map(({ pid }) => pid)]);
    const kept = this.table.kept(name);
    if (kept.includes(own)) return;
    this.#lose(name, own, kept[0]!.pid);
    this.#withdraw(name);
  }

  #lose(name: unknown, { pid }: Claim, winner: Address): void {
    this.#claimants.remove(pid, name);
    send(pid, ['claim_lost', name, winner]);
  }

  // In parts, since a message that is too large does not travel at all. Of a part that does not each claim is told alone.
  #tellClaims(node: string, tag: 'exchange' | 'listed', ref: Ref | 'none'): void {
    const claims = this.table.ofNode(this.here).map(([name, { pid, stamp }]): ListedClaim => [name, pid, stamp]);
    for (let at = 0; at < claims.length; at += partSize) {
      const part = claims.slice(at, at + partSize);
      if (this.neighbours.tell(node, ['part', self(), part])) continue;
      for (const claim of part) this.neighbours.tell(node, ['part', self(), [claim]]);
    }
    this.neighbours.tell(node, [tag, self(), policyName(this.table.policy), ref]);
  }

  // Nodes that judge differently may end with no claim of a name at all.
  #reportPolicy(node: string, policy: string): void {
    const own = policyName(this.table.policy);
    const label = ['names', 'policy_differs'];
    this.#node.emit('report', { level: 'warning', label, registry: this.name, node, policy, own });
  }
}
