/**
 * Timers: the timeouts of a node. One list for each duration, in order of expiry because the duration is the same, and
 * one timer of the clock for each list, so that starting and stopping a timeout (each call does) is a few assignments.
 *
 * A list that runs empty keeps its clock timer until that fires: the next call with the same timeout finds it running.
 * Durations beyond the clock's range are waited for in several steps.
 */
import type { Clock } from './clock.js';

/** Something with a timeout; the fields belong to Timers. */
export interface TimerEntry {
  timerList: TimerList | undefined;
  timerPrevious: TimerEntry | undefined;
  timerNext: TimerEntry | undefined;
  /** When it expires, in ms of the clock. */
  deadline: number;
  /** Called once when the time is over, in no process's context. Must not throw. */
  expire(): void;
}

const longestWait = 2 ** 30;

export class Timers {
  readonly clock: Clock;
  readonly #lists = new Map<number, TimerList>();
  readonly #inRootContext: (action: () => void) => void;

  constructor(clock: Clock, inRootContext: (action: () => void) => void) {
    this.clock = clock;
    this.#inRootContext = inRootContext;
  }

  /** Starts the timeout of an entry that has none running. */
  start(entry: TimerEntry, ms: number): void {
    let list = this.#lists.get(ms);
    if (list === undefined) this.#lists.set(ms, (list = new TimerList()));
    entry.deadline = this.clock.now() + ms;
    list.append(entry);
    if (!list.isArmed) this.#arm(list, ms, ms);
  }

  /** Stops the timeout of an entry, if it runs. */
  stop(entry: TimerEntry): void {
    entry.timerList?.remove(entry);
  }

  /** Drops all timeouts. */
  clear(): void {
    for (const list of this.#lists.values()) if (list.isArmed) this.clock.clearTimer(list.clockTimer);
    this.#lists.clear();
  }

  // The clock's timer must not run in the context of the process that happened to start the first timeout.
  #arm(list: TimerList, ms: number, wait: number): void {
    list.isArmed = true;
    this.#inRootContext(() => {
      list.clockTimer = this.clock.setTimer(() => this.#fire(list, ms), Math.min(Math.ceil(wait), longestWait));
    });
  }

  #fire(list: TimerList, ms: number): void {
    list.isArmed = false;
    const now = this.clock.now();
    for (let entry = list.first; entry !== undefined && entry.deadline <= now; entry = list.first) {
      list.remove(entry);
      entry.expire();
    }
    if (list.isArmed) return;
    if (list.first !== undefined) this.#arm(list, ms, list.first.deadline - now);
    else this.#lists.delete(ms);
  }
}

/** The running timeouts of one duration. */
export class TimerList {
  first: TimerEntry | undefined = undefined;
  #last: TimerEntry | undefined = undefined;
  isArmed = false;
  clockTimer: unknown = undefined;

  append(entry: TimerEntry): void {
    entry.timerList = this;
    entry.timerPrevious = this.#last;
    if (this.#last === undefined) this.first = entry;
    else this.#last.timerNext = entry;
    this.#last = entry;
  }

  remove(entry: TimerEntry): void {
    if (entry.timerPrevious === undefined) this.first = entry.timerNext;
    else entry.timerPrevious.timerNext = entry.timerNext;
    if (entry.timerNext === undefined) this.#last = entry.timerPrevious;
    else entry.timerNext.timerPrevious = entry.timerPrevious;
    entry.timerList = entry.timerPrevious = entry.timerNext = undefined;
  }
}
