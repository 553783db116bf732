/**
 * Reservations: names that somebody is about to register or take back. One process at a time has a name reserved; the others
 * wait in the order in which they came.
 */
import type { Address, From, Ref } from '../../lib/index.js';
import { TermMap } from '../termMap.js';

/** A process that wants a name for itself, the monitor on it, and its request, which is answered when its turn comes. */
export interface Applicant {
  readonly name: unknown;
  readonly from: From;
  readonly ref: Ref;
}

export class Reservations {
  /** The first of each queue has the name. */
  readonly #queues = new TermMap<readonly Applicant[]>();
  readonly #ofMonitor = new Map<Ref, Applicant>();

  isReserved(name: unknown): boolean {
    return this.#queues.has(name);
  }

  /** True if the name is the applicant's at once. */
  apply(applicant: Applicant): boolean {
    const queue = this.#queues.get(applicant.name) ?? [];
    this.#queues.set(applicant.name, [...queue, applicant]);
    this.#ofMonitor.set(applicant.ref, applicant);
    return queue.length === 0;
  }

  /** What a process is to a name, if it has or wants it. */
  find(name: unknown, pid: Address): Applicant | undefined {
    return this.#queues.get(name)?.find(({ from }) => from[0] === pid);
  }

  /** An applicant is done, or has ended: gives the one whose turn it is now, if that is another. */
  leave(ref: Ref): Applicant | undefined {
    const applicant = this.#ofMonitor.get(ref);
    if (applicant === undefined) return undefined;
    this.#ofMonitor.delete(ref);
    const queue = this.#queues.get(applicant.name)!;
    const rest = queue.filter((other) => other !== applicant);
    if (rest.length === 0) this.#queues.delete(applicant.name);
    else this.#queues.set(applicant.name, rest);
    return queue[0] === applicant ? rest[0] : undefined;
  }
}
