// A clock that stands still until a test moves it.
import type { Clock } from 'regent-otp';

interface VirtualTimer {
  readonly callback: () => void;
  readonly due: number;
}

export class VirtualClock implements Clock {
  #now: number;
  #timers: readonly VirtualTimer[] = [];

  constructor(now = 1000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  systemTime(): number {
    return 1_700_000_000_000 + this.#now;
  }

  setTimer(callback: () => void, ms: number): unknown {
    const timer = { callback, due: this.#now + ms };
    this.#timers = [...this.#timers, timer];
    return timer;
  }

  clearTimer(timer: unknown): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Moves the time, and calls back the timers that come due in order, each at its own time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#takeNext(end); next !== undefined; next = this.#takeNext(end)) {
      this.#now = next.due;
      next.callback();
    }
    this.#now = end;
  }

  /** Moves the time as `advance`, and lets all processes do their work after each timer. */
  async elapse(ms: number): Promise<void> {
    const end = this.#now + ms;
    await turn();
    for (let next = this.#takeNext(end); next !== undefined; next = this.#takeNext(end)) {
      this.#now = next.due;
      next.callback();
      await turn();
    }
    this.#now = end;
  }

  /** Moves the time while nothing can run, as a computation that blocks the event loop does: what is due waits. */
  stall(ms: number): void {
    this.#now += ms;
  }

  /** Calls back what has come due in a stall, in order. */
  catchUp(): void {
    for (let next = this.#takeNext(this.#now); next !== undefined; next = this.#takeNext(this.#now)) next.callback();
  }

  #takeNext(end: number): VirtualTimer | undefined {
    let next: VirtualTimer | undefined;
    for (const timer of this.#timers)
      if (timer.due <= end && (next === undefined || timer.due < next.due)) next = timer;
    if (next !== undefined) this.clearTimer(next);
    return next;
  }
}

/** One turn of the event loop: whoever was ready has run. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
