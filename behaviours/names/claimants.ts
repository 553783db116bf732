/**
 * Claimants: the processes of this node that have names, each watched once.
 */
import { demonitor, monitor, type Address, type Ref } from '../../lib/index.js';
import { TermMap } from '../termMap.js';

interface Claimant {
  readonly ref: Ref;
  readonly names: TermMap<true>;
}

export class Claimants {
  readonly #ofPid = new Map<Address, Claimant>();

  add(pid: Address, name: unknown): void {
    let claimant = this.#ofPid.get(pid);
    if (claimant === undefined) {
      this.#ofPid.set(pid, (claimant = { ref: monitor('process', pid), names: new TermMap() }));
    }
    claimant.names.set(name, true);
  }

  remove(pid: Address, name: unknown): void {
    const claimant = this.#ofPid.get(pid);
    if (claimant?.names.delete(name) !== true || claimant.names.size > 0) return;
    this.#ofPid.delete(pid);
    demonitor(claimant.ref, ['flush']);
  }

  /** The names of a process that has ended, if it is one of these. */
  ended(ref: Ref, pid: Address): readonly unknown[] {
    const claimant = this.#ofPid.get(pid);
    if (claimant?.ref !== ref) return [];
    this.#ofPid.delete(pid);
    return [...claimant.names.entries()].map(([name]) => name);
  }
}
