/**
 * TimerList: the running timeouts of one duration. They are in order of expiry, because that is the order of their start.
 */

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

export class TimerList {
  /** The duration. */
  readonly ms: number;
  first: TimerEntry | undefined = undefined;
  #last: TimerEntry | undefined = undefined;
  /** Whether it is in the heap; those that are not are empty. */
  isQueued = false;
  /** Its place in the heap: never later than the deadline of its first entry, earlier if that one has gone since. */
  due = 0;

  constructor(ms: number) {
    this.ms = ms;
  }

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
