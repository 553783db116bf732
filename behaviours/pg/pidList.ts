/** PidList: processes, the last one first, each as often as it has been put in front. */
import type { Address } from '../../lib/index.js';

export class PidList {
  /** The last one last: a list that grows at its end is not copied. */
  #reversed: Address[] = [];
  #list: readonly Address[] | undefined = undefined;

  /** As they are now: does not change any more. */
  get list(): readonly Address[] {
    return (this.#list ??= this.#reversed.toReversed());
  }

  get isEmpty(): boolean {
    return this.#reversed.length === 0;
  }

  prepend(pids: readonly Address[]): void {
    for (let index = pids.length - 1; index >= 0; index--) this.#reversed.push(pids[index]!);
    this.#list = undefined;
  }

  /** Each takes its first occurrence away. */
  remove(pids: readonly Address[]): void {
    if (pids.length === 1) {
      const index = this.#reversed.lastIndexOf(pids[0]!);
      if (index >= 0) this.#reversed.splice(index, 1);
    } else {
      this.#reversed = without(this.list, pids).toReversed();
    }
    this.#list = undefined;
  }
}

/** Erlang's `pids -- others`: each of the others takes its first occurrence away. */
export function without(pids: readonly Address[], others: readonly Address[]): readonly Address[] {
  const counts = new Map<Address, number>();
  for (const other of others) counts.set(other, (counts.get(other) ?? 0) + 1);
  return pids.filter((pid) => {
    const count = counts.get(pid) ?? 0;
    if (count > 0) counts.set(pid, count - 1);
    return count === 0;
  });
}
