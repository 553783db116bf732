/**
 * TimerHeap: the lists of running timeouts, the one whose turn comes first in front. A binary heap by `due`.
 */
import type { TimerList } from './timerList.js';

export class TimerHeap {
  #lists: TimerList[] = [];

  get first(): TimerList | undefined {
    return this.#lists[0];
  }

  add(list: TimerList): void {
    list.isQueued = true;
    const lists = this.#lists;
    let at = lists.length;
    lists.push(list);
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (lists[above]!.due <= list.due) break;
      lists[at] = lists[above]!;
      at = above;
    }
    lists[at] = list;
  }

  removeFirst(): void {
    this.#lists[0]!.isQueued = false;
    const last = this.#lists.pop()!;
    if (this.#lists.length === 0) return;
    this.#lists[0] = last;
    this.firstIsLater();
  }

  /** Restores the order after the `due` of the first list has grown. */
  firstIsLater(): void {
    const lists = this.#lists;
    const list = lists[0]!;
    let at = 0;
    for (let below = 1; below < lists.length; below = 2 * at + 1) {
      if (below + 1 < lists.length && lists[below + 1]!.due < lists[below]!.due) below++;
      if (list.due <= lists[below]!.due) break;
      lists[at] = lists[below]!;
      at = below;
    }
    lists[at] = list;
  }

  /** Drops the lists for which the condition does not hold. */
  keep(condition: (list: TimerList) => boolean): void {
    const all = this.#lists;
    this.#lists = [];
    for (const list of all) {
      list.isQueued = false;
      if (condition(list)) this.add(list);
    }
  }

  clear(): void {
    this.#lists = [];
  }
}
