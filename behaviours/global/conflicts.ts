/**
 * Conflicts: two claims of one name, by nodes that did not know of each other. Of their keepers the one whose name comes
 * first decides, whoever notices; so it is decided once, and in the same way for all.
 */
import { currentNode, spawnMonitor, termEquals, type Address, type Ref } from '../../lib/index.js';
import type { Claim, Claims } from './claims.js';
import type { Keeping, Kept } from './keeping.js';
import type { Neighbours } from './neighbours.js';
import type { Key } from './notices.js';

/** A conflict that this node decides. */
interface Contest {
  readonly ours: Kept;
  readonly theirs: Claim;
  /** The node that has noticed. */
  readonly via: string;
  outcome: unknown;
  /** It is decided, and their claim is still to go. */
  awaitsEnd: boolean;
}

export class Conflicts {
  readonly #here: string;
  readonly #claims: Claims;
  readonly #keeping: Keeping;
  readonly #neighbours: Neighbours;
  readonly #whenClosed: (node: string) => void;
  readonly #open = new Set<Contest>();
  /** By the monitor of the process that decides. */
  readonly #undecided = new Map<Ref, Contest>();

  /** `whenClosed` is told of each node with whose claim a conflict is over. */
  constructor(
    here: string,
    claims: Claims,
    keeping: Keeping,
    neighbours: Neighbours,
    whenClosed: (node: string) => void,
  ) {
    this.#here = here;
    this.#claims = claims;
    this.#keeping = keeping;
    this.#neighbours = neighbours;
    this.#whenClosed = whenClosed;
  }

  /** Whether a conflict with a claim of this keeper is to be decided here, or its loser still to go. */
  areOpenWith(keeper: string): boolean {
    return [...this.#open].some(({ theirs }) => theirs.keeper === keeper);
  }

  /** The claims of a name have changed. */
  check(name: unknown): void {
    const [first, ...others] = this.#claims.of(name);
    for (const other of others) {
      if (first!.keeper === this.#here) this.#contest(this.#keeping.of(name)!, other, other.keeper);
      else if (other.keeper !== this.#here) this.#report(first!, other);
    }
  }

  /** Another node has seen two claims of a name, the first of them kept here. */
  reported(name: unknown, [keeper, pid]: Key, other: Key, via: string): void {
    const ours = this.#keeping.of(name);
    if (keeper !== this.#here || ours?.claim.pid !== pid) return;
    this.#contest(ours, { name, keeper: other[0], pid: other[1] }, via);
  }

  /** A claim has lost, another node says: it is given up, or its keeper is told. */
  dropped(name: unknown, key: Key, from: string): void {
    const [keeper, pid] = key;
    if (keeper !== this.#here) this.#neighbours.tell(keeper, () => ['drop', this.#here, name, key]);
    else this.#keeping.yield(name, pid, () => this.#neighbours.tell(from, () => ['gone', this.#here, name, pid]));
  }

  /** A claim that has lost is gone, on all nodes that its keeper knows. */
  gone(name: unknown, [keeper, pid]: Key): void {
    for (const contest of this.#open) {
      const { theirs, awaitsEnd } = contest;
      const isThis = theirs.pid === pid && theirs.keeper === keeper && termEquals(theirs.name, name);
      if (awaitsEnd && isThis) this.#close(contest);
    }
  }

  /** A node is lost, and its claims are. */
  lost(node: string): void {
    for (const contest of this.#open) if (contest.awaitsEnd && contest.theirs.keeper === node) this.#close(contest);
  }

  /** A monitored process has ended. */
  ended(ref: Ref): void {
    const contest = this.#undecided.get(ref);
    if (contest === undefined) return;
    this.#undecided.delete(ref);
    this.#decided(contest);
  }

  // Both keepers are neighbours of this node, but not, it may be, of each other.
  #report(first: Claim, other: Claim): void {
    const { name } = first;
    this.#neighbours.tell(first.keeper, () => ['conflict', this.#here, name, keyOf(first), keyOf(other)]);
  }

  #contest(ours: Kept, theirs: Claim, via: string): void {
    const { claim, beaten } = ours;
    const isSame = (other: Contest) =>
      other.ours === ours && other.theirs.pid === theirs.pid && other.theirs.keeper === theirs.keeper;
    if ([...this.#open].some(isSame)) return;
    const contest: Contest = { ours, theirs, via, outcome: undefined, awaitsEnd: false };
    this.#open.add(contest);
    if (theirs.pid === claim.pid || beaten.has(theirs.pid)) {
      contest.outcome = claim.pid;
      return this.#decided(contest);
    }
    const [, ref] = spawnMonitor(() => decide(contest));
    this.#undecided.set(ref, contest);
  }

  #decided(contest: Contest): void {
    const { ours, theirs, outcome } = contest;
    const { name, pid } = ours.claim;
    if (outcome !== pid && outcome !== theirs.pid && outcome !== 'none') this.#reportOutcome(name, outcome);
    if (outcome === pid) {
      ours.beaten.add(theirs.pid);
      return this.#drop(contest);
    }
    const goOn = (): void => (outcome === theirs.pid ? this.#close(contest) : this.#drop(contest));
    if (this.#keeping.of(name) === ours) this.#keeping.yield(name, pid, goOn);
    else goOn();
  }

  #drop(contest: Contest): void {
    const { name, keeper, pid } = contest.theirs;
    const isNeighbour = this.#neighbours.has(keeper);
    const next = isNeighbour ? keeper : contest.via;
    contest.awaitsEnd = this.#neighbours.tell(next, () => ['drop', this.#here, name, [keeper, pid]]) && isNeighbour;
    if (!contest.awaitsEnd) this.#close(contest);
  }

  #close(contest: Contest): void {
    this.#open.delete(contest);
    this.#whenClosed(contest.theirs.keeper);
  }

  #reportOutcome(name: unknown, outcome: unknown): void {
    currentNode().emit('report', { level: 'error', label: ['global', 'bad_resolve'], name, outcome });
  }
}

// What the function throws is an outcome like any other that makes no sense.
async function decide(contest: Contest): Promise<void> {
  const { resolve, claim } = contest.ours;
  try {
    contest.outcome = await resolve(claim.name, contest.theirs.pid, claim.pid);
  } catch (thrown) {
    contest.outcome = thrown;
  }
}

function keyOf({ keeper, pid }: Claim): [string, Address] {
  return [keeper, pid];
}
