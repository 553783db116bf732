/**
 * Locks: the locks that are set on one node. A lock belongs to a requester, and stands as long as one of the processes that
 * set it for that requester has neither taken it back nor ended.
 */
import { termEquals, type Address, type Ref } from '../../lib/index.js';
import { TermMap } from '../termMap.js';

/** What is locked, and for whom: processes with the same requester share a lock. */
export type LockId = readonly [resource: unknown, requester: unknown];

interface Lock {
  readonly id: LockId;
  /** The processes that set it, with the monitors on them. */
  readonly holders: Map<Address, Ref>;
}

export class Locks {
  readonly #ofResource = new TermMap<Lock>();
  readonly #ofMonitor = new Map<Ref, readonly [lock: Lock, holder: Address]>();

  /** False if another requester has the lock. `watch` has its holder monitored. */
  set(id: LockId, holder: Address, watch: (holder: Address) => Ref): boolean {
    const lock = this.#ofResource.get(id[0]) ?? { id, holders: new Map<Address, Ref>() };
    if (!termEquals(lock.id, id)) return false;
    if (lock.holders.has(holder)) return true;
    const ref = watch(holder);
    lock.holders.set(holder, ref);
    this.#ofResource.set(id[0], lock);
    this.#ofMonitor.set(ref, [lock, holder]);
    return true;
  }

  /** A process takes a lock back: gives the monitor on it, which is of no use any more. */
  delete(id: LockId, holder: Address): Ref | undefined {
    const lock = this.#ofResource.get(id[0]);
    const ref = lock !== undefined && termEquals(lock.id, id) ? lock.holders.get(holder) : undefined;
    if (ref !== undefined) this.ended(ref);
    return ref;
  }

  /** A monitored process has ended. */
  ended(ref: Ref): void {
    const [lock, holder] = this.#ofMonitor.get(ref) ?? [];
    this.#ofMonitor.delete(ref);
    lock?.holders.delete(holder!);
    if (lock?.holders.size === 0) this.#ofResource.delete(lock.id[0]);
  }
}
