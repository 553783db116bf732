/**
 * Locals: the members of this node, each watched once, with their groups, each as often as they have joined.
 */
import { demonitor, monitor, type Address, type Ref } from '../../lib/index.js';
import { TermMap } from '../termMap.js';

interface Local {
  readonly ref: Ref;
  /** For each group the numbers of the joins. */
  readonly joins: TermMap<number[]>;
}

export class Locals {
  readonly #ofPid = new Map<Address, Local>();
  #lastJoin = 0;

  join(pid: Address, group: unknown): void {
    let local = this.#ofPid.get(pid);
    if (local === undefined) {
      this.#ofPid.set(pid, (local = { ref: monitor('process', pid), joins: new TermMap() }));
    }
    const joins = local.joins.get(group);
    if (joins === undefined) local.joins.set(group, [++this.#lastJoin]);
    else joins.push(++this.#lastJoin);
  }

  /** Takes the last join of a group back; false if there was none. */
  leave(pid: Address, group: unknown): boolean {
    const local = this.#ofPid.get(pid);
    const joins = local?.joins.get(group);
    if (local === undefined || joins === undefined) return false;
    joins.pop();
    if (joins.length > 0) return true;
    local.joins.delete(group);
    if (local.joins.size > 0) return true;
    this.#ofPid.delete(pid);
    demonitor(local.ref, ['flush']);
    return true;
  }

  /** A monitored process has ended: gives the groups that it was in, the last one first, if it is one of these. */
  ended(ref: Ref, pid: Address): readonly unknown[] | undefined {
    const local = this.#ofPid.get(pid);
    if (local?.ref !== ref) return undefined;
    this.#ofPid.delete(pid);
    const joined = [...local.joins.entries()].flatMap(([group, joins]) => joins.map((join) => ({ group, join })));
    return joined.sort((one, other) => other.join - one.join).map(({ group }) => group);
  }
}
