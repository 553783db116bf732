/**
 * Timers: the timeouts of a node. One list for each duration, in order of expiry because the duration is the same, so
 * that starting and stopping a timeout (each call does) is a few assignments; and one timer of the clock, for the list
 * whose turn comes first.
 *
 * Timeouts expire in the order of their deadlines, also when the event loop was blocked and several are overdue. A list
 * that runs empty stays queued until its turn: the next call with the same timeout finds it there. Durations beyond the
 * clock's range are waited for in several steps.
 */
import type { Clock } from './clock.js';
import { TimerHeap } from './timerHeap.js';
import { TimerList, type TimerEntry } from './timerList.js';

export type { TimerEntry, TimerList } from './timerList.js';

const longestWait = 2 ** 30;
/** With fewer lists nobody minds the empty ones. */
const fewLists = 256;

export class Timers {
  readonly clock: Clock;
  readonly #lists = new Map<number, TimerList>();
  readonly #heap = new TimerHeap();
  readonly #inRootContext: (action: () => void) => void;
  #clockTimer: unknown = undefined;
  /** When the clock's timer calls back. */
  #armedFor = Infinity;
  /** So many lists there may be before the empty ones are cleared away. */
  #enoughLists = fewLists;

  constructor(clock: Clock, inRootContext: (action: () => void) => void) {
    this.clock = clock;
    this.#inRootContext = inRootContext;
  }

  /** Starts the timeout of an entry that has none running. */
  start(entry: TimerEntry, ms: number): void {
    const list = this.#lists.get(ms) ?? this.#newList(ms);
    const now = this.clock.now();
    entry.deadline = now + ms;
    list.append(entry);
    if (list.isQueued) return;
    list.due = entry.deadline;
    this.#heap.add(list);
    if (list.due < this.#armedFor) this.#arm(now);
  }

  /** Stops the timeout of an entry, if it runs. */
  stop(entry: TimerEntry): void {
    entry.timerList?.remove(entry);
  }

  /** How many durations are kept track of. */
  get durations(): number {
    return this.#lists.size;
  }

  /** Drops all timeouts. */
  clear(): void {
    this.#disarm();
    this.#lists.clear();
    this.#heap.clear();
  }

  #newList(ms: number): TimerList {
    if (this.#lists.size >= this.#enoughLists) this.#dropEmptyLists();
    const list = new TimerList(ms);
    this.#lists.set(ms, list);
    return list;
  }

  // Timeouts of ever new durations that are stopped before their time leave empty lists behind.
  #dropEmptyLists(): void {
    this.#heap.keep((list) => list.first !== undefined);
    for (const [ms, list] of this.#lists) if (!list.isQueued) this.#lists.delete(ms);
    this.#enoughLists = Math.max(fewLists, 2 * this.#lists.size);
  }

  // The clock's timer must not run in the context of the process that happened to start the first timeout.
  #arm(now: number): void {
    this.#disarm();
    const due = this.#heap.first?.due;
    if (due === undefined) return;
    const wait = Math.min(Math.max(0, Math.ceil(due - now)), longestWait);
    this.#armedFor = due;
    this.#inRootContext(() => (this.#clockTimer = this.clock.setTimer(() => this.#fire(), wait)));
  }

  #disarm(): void {
    if (this.#armedFor !== Infinity) this.clock.clearTimer(this.#clockTimer);
    this.#armedFor = Infinity;
    this.#clockTimer = undefined;
  }

  #fire(): void {
    const now = this.clock.now();
    // What expires may start timeouts; the clock's timer is set once, after all of it.
    this.#armedFor = -Infinity;
    try {
      this.#expire(now);
    } finally {
      this.#armedFor = Infinity;
      this.#arm(now);
    }
  }

  #expire(now: number): void {
    for (let list = this.#heap.first; list !== undefined && list.due <= now; list = this.#heap.first) {
      const entry = list.first;
      if (entry === undefined) {
        this.#heap.removeFirst();
        this.#lists.delete(list.ms);
      } else if (entry.deadline > list.due) {
        list.due = entry.deadline;
        this.#heap.firstIsLater();
      } else {
        list.remove(entry);
        entry.expire();
      }
    }
  }
}
