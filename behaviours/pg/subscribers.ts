/**
 * Subscribers: who is told when somebody joins or leaves a group, of all groups of a scope or of one.
 */
import { demonitor, monitor, send, type Address, type Ref } from '../../lib/index.js';
import { TermMap } from '../termMap.js';

export class Subscribers {
  readonly #ofAll = new Map<Ref, Address>();
  readonly #ofGroup = new TermMap<Map<Ref, Address>>();
  readonly #groups = new Map<Ref, unknown>();

  toAll(pid: Address): Ref {
    const ref = monitor('process', pid);
    this.#ofAll.set(ref, pid);
    return ref;
  }

  toGroup(group: unknown, pid: Address): Ref {
    const ref = monitor('process', pid);
    let subscribers = this.#ofGroup.get(group);
    if (subscribers === undefined) this.#ofGroup.set(group, (subscribers = new Map<Ref, Address>()));
    subscribers.set(ref, pid);
    this.#groups.set(ref, group);
    return ref;
  }

  /** A subscriber wants no more, or has ended: false if there is none with this reference. */
  remove(ref: Ref): boolean {
    if (!this.#ofAll.delete(ref) && !this.#removeFromGroup(ref)) return false;
    demonitor(ref, ['flush']);
    return true;
  }

  tell(action: 'join' | 'leave', group: unknown, pids: readonly Address[]): void {
    for (const [ref, pid] of this.#ofAll) send(pid, [ref, action, group, pids]);
    for (const [ref, pid] of this.#ofGroup.get(group) ?? []) send(pid, [ref, action, group, pids]);
  }

  #removeFromGroup(ref: Ref): boolean {
    if (!this.#groups.has(ref)) return false;
    const group = this.#groups.get(ref);
    const subscribers = this.#ofGroup.get(group)!;
    this.#groups.delete(ref);
    subscribers.delete(ref);
    if (subscribers.size === 0) this.#ofGroup.delete(group);
    return true;
  }
}
