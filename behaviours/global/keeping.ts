/**
 * Keeping: the claims that this node keeps. It monitors their processes, and announces when a claim comes and goes.
 */
import { currentNode, demonitor, monitor, type Address, type Ref } from '../../lib/index.js';
import { TermMap } from '../termMap.js';
import type { Announcements } from './announcements.js';
import type { Claim, Claims } from './claims.js';
import type { Neighbours } from './neighbours.js';
import type { Key } from './notices.js';
import type { Resolve } from './resolvers.js';

/** A claim that this node keeps. */
export interface Kept {
  readonly claim: Claim;
  readonly ref: Ref;
  readonly resolve: Resolve;
  /** The processes that were told that they have lost against this one. */
  readonly beaten: Set<Address>;
}

export class Keeping {
  readonly #here: string;
  readonly #claims: Claims;
  readonly #neighbours: Neighbours;
  readonly #announcements: Announcements;
  readonly #kept = new TermMap<Kept>();
  readonly #ofMonitor = new Map<Ref, Kept>();
  readonly #namesOf = new Map<Address, Set<unknown>>();

  constructor(here: string, claims: Claims, neighbours: Neighbours, announcements: Announcements) {
    this.#here = here;
    this.#claims = claims;
    this.#neighbours = neighbours;
    this.#announcements = announcements;
  }

  of(name: unknown): Kept | undefined {
    return this.#kept.get(name);
  }

  hasNameFor(pid: Address): boolean {
    return this.#namesOf.has(pid);
  }

  /** Keeps a claim, in place of those that are void from now on; calls back when all nodes know. */
  claim(name: unknown, pid: Address, resolve: Resolve, voids: readonly Key[], whenSeen: () => void): void {
    this.#forget(name);
    const claim = { name, pid, keeper: this.#here };
    const kept = { claim, ref: monitor('process', pid), resolve, beaten: new Set<Address>() };
    this.#kept.set(name, kept);
    this.#ofMonitor.set(kept.ref, kept);
    this.#namesOf.set(pid, (this.#namesOf.get(pid) ?? new Set()).add(name));
    this.void(name, voids);
    this.#claims.add(claim);
    this.#announcements.make(
      (id, serial) => ['claimed', this.#here, id, serial, name, pid, voids.map(([keeper, other]) => [keeper, other])],
      whenSeen,
    );
  }

  /** Gives a claim up, if it is for this process; calls back when all nodes know. */
  yield(name: unknown, pid: Address, whenSeen: () => void = () => undefined): void {
    if (this.#kept.get(name)?.claim.pid !== pid) return whenSeen();
    this.#forget(name);
    this.#announcements.make((id, serial) => ['yielded', this.#here, id, serial, name, pid], whenSeen);
  }

  /**
   * These claims of a name are void. Their keepers are told by everyone who knows them: the node that had them made void
   * may not reach them.
   */
  void(name: unknown, voids: readonly Key[]): void {
    for (const [keeper, pid] of voids) {
      if (keeper === this.#here) this.yield(name, pid);
      else if (this.#claims.remove({ name, pid, keeper })) {
        this.#neighbours.tell(keeper, () => ['drop', this.#here, name, [keeper, pid]]);
      }
    }
  }

  /** A monitored process has ended. */
  ended(ref: Ref): void {
    const kept = this.#ofMonitor.get(ref);
    if (kept !== undefined) this.yield(kept.claim.name, kept.claim.pid);
  }

  /** Reports that a process would get a second name. */
  reportSecondName(name: unknown, pid: Address): void {
    const names = [name, ...(this.#namesOf.get(pid) ?? [])];
    currentNode().emit('report', { level: 'error', label: ['global', 'several_names'], pid, names });
  }

  #forget(name: unknown): void {
    const kept = this.#kept.get(name);
    if (kept === undefined) return;
    this.#kept.delete(name);
    this.#ofMonitor.delete(kept.ref);
    demonitor(kept.ref, ['flush']);
    this.#claims.remove(kept.claim);
    const names = this.#namesOf.get(kept.claim.pid);
    names?.delete(kept.claim.name);
    if (names?.size === 0) this.#namesOf.delete(kept.claim.pid);
  }
}
