/**
 * Members: who is in the groups of a scope, as one node knows it. The last to join comes first; who has joined several
 * times is there as often.
 */
import type { Address } from '../../lib/index.js';
import { TermMap } from '../termMap.js';

interface Group {
  readonly all: readonly Address[];
  readonly local: readonly Address[];
}

const empty: Group = { all: [], local: [] };

export class Members {
  readonly #groups = new TermMap<Group>();

  of(group: unknown): readonly Address[] {
    return (this.#groups.get(group) ?? empty).all;
  }

  localOf(group: unknown): readonly Address[] {
    return (this.#groups.get(group) ?? empty).local;
  }

  get groups(): readonly unknown[] {
    return [...this.#groups.entries()].map(([group]) => group);
  }

  get localGroups(): readonly unknown[] {
    return this.groups.filter((group) => this.localOf(group).length > 0);
  }

  join(group: unknown, pids: readonly Address[], areLocal: boolean): void {
    const { all, local } = this.#groups.get(group) ?? empty;
    this.#groups.set(group, { all: [...pids, ...all], local: areLocal ? [...pids, ...local] : local });
  }

  /** Each pid leaves once. */
  leave(group: unknown, pids: readonly Address[], areLocal: boolean): void {
    const { all, local } = this.#groups.get(group) ?? empty;
    const rest = without(all, pids);
    if (rest.length === 0) this.#groups.delete(group);
    else this.#groups.set(group, { all: rest, local: areLocal ? without(local, pids) : local });
  }
}

/** Erlang's `pids -- others`: each of the others takes away its first occurrence. */
export function without(pids: readonly Address[], others: readonly Address[]): readonly Address[] {
  const rest = [...pids];
  for (const other of others) {
    const index = rest.indexOf(other);
    if (index >= 0) rest.splice(index, 1);
  }
  return rest;
}
