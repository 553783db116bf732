/**
 * Members: who is in the groups of a scope, as one node knows it. The last to join comes first; who has joined several
 * times is there as often.
 */
import type { Address } from '../../lib/index.js';
import { TermMap } from '../termMap.js';
import { PidList } from './pidList.js';

interface Group {
  readonly all: PidList;
  readonly local: PidList;
}

const nobody: readonly Address[] = [];

export class Members {
  readonly #groups = new TermMap<Group>();

  of(group: unknown): readonly Address[] {
    return this.#groups.get(group)?.all.list ?? nobody;
  }

  localOf(group: unknown): readonly Address[] {
    return this.#groups.get(group)?.local.list ?? nobody;
  }

  get groups(): readonly unknown[] {
    return [...this.#groups.entries()].map(([group]) => group);
  }

  get localGroups(): readonly unknown[] {
    return this.groups.filter((group) => !this.#groups.get(group)!.local.isEmpty);
  }

  join(group: unknown, pids: readonly Address[], areLocal: boolean): void {
    let members = this.#groups.get(group);
    if (members === undefined) this.#groups.set(group, (members = { all: new PidList(), local: new PidList() }));
    members.all.prepend(pids);
    if (areLocal) members.local.prepend(pids);
  }

  /** Each pid leaves once. */
  leave(group: unknown, pids: readonly Address[], areLocal: boolean): void {
    const members = this.#groups.get(group);
    if (members === undefined) return;
    members.all.remove(pids);
    if (areLocal) members.local.remove(pids);
    if (members.all.isEmpty) this.#groups.delete(group);
  }
}
