/**
 * Lineage: who started a process, who started that one, and so on: Erlang's '$ancestors'. The children of a process share
 * one object for it.
 */
import type { Address } from '../../lib/index.js';

export interface Lineage {
  /** The registered name of the parent, as it was when the process was started, or its address. */
  readonly parent: Address | string;
  /** The parent's own, if proc_lib started it. */
  readonly rest: Lineage | undefined;
}

/** The ancestors, nearest first. */
export function ancestorsOf(lineage: Lineage): readonly (Address | string)[] {
  const ancestors: (Address | string)[] = [];
  for (let next: Lineage | undefined = lineage; next !== undefined; next = next.rest) ancestors.push(next.parent);
  return ancestors;
}
