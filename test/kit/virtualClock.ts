/**
 * VirtualClock: a clock that stands still until a test moves it. Timeouts are then exact and take no time: everything
 * of a node that waits (receive, calls, timers, heartbeats) waits by the node's clock.
 */
import { AsyncResource } from 'node:async_hooks';
import type { Clock } from '../../lib/index.js';
import { turn } from './turn.js';

interface VirtualTimer {
  readonly callback: () => void;
  readonly due: number;
}

/**
 * So many turns of the event loop in which nothing is seen to happen mean that nobody has anything left to do: bytes wait
 * for a turn or two before they are on their way.
 */
const quietTurns = 5;

/**
 * The clock of a test.
 *
 * @param now the time at first, ms
 * @example
 * import { after, receive, startNode } from 'regent-otp';
 * import { VirtualClock } from 'regent-otp/testing';
 *
 * const clock = new VirtualClock(0);
 * const node = startNode({ clock });
 * const timeout = node.run(() => receive(after(60_000, () => 'a minute is over')));
 * await clock.elapse(60_000);
 * await timeout; // => 'a minute is over'
 * clock.now(); // => 60_000
 * await node.stop();
 */
export class VirtualClock implements Clock {
  #now: number;
  #timers: readonly VirtualTimer[] = [];
  #activity = 0;

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
    this.noteActivity();
    // As a timer of the machine does, it runs in the context in which it was set.
    const timer = { callback: AsyncResource.bind(callback), due: this.#now + ms };
    this.#timers = [...this.#timers, timer];
    return timer;
  }

  clearTimer(timer: unknown): void {
    this.noteActivity();
    this.#timers = this.#timers.filter((other) => other !== timer);
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Grows with everything that is seen to happen. */
  get activity(): number {
    return this.#activity;
  }

  /** Something happens: the time must not go on yet. */
  noteActivity(): void {
    this.#activity++;
  }

  /** Moves the time, and calls back the timers that come due in order, each at its own time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    while (this.nextTimer(end));
    this.#now = end;
  }

  /** Moves the time as `advance`, and lets all processes do their work before, and after each timer. */
  async elapse(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settled();
    while (this.nextTimer(end)) await this.settled();
    this.#now = end;
  }

  /**
   * Lets the time go on by itself: whenever nobody has anything left to do, it jumps to the next timer. Not for programs
   * that wait for sockets or files meanwhile.
   *
   * @returns what ends that
   */
  run(): () => void {
    let isOver = false;
    const go = async (): Promise<void> => {
      while (!isOver) {
        await this.settled();
        if (!isOver) this.nextTimer();
      }
    };
    void go();
    return () => (isOver = true);
  }

  /**
   * Resolves when nobody has anything left to do at this time.
   *
   * @param most so much activity and no more is waited for
   * @returns whether it has ended
   */
  async settled(most = Infinity): Promise<boolean> {
    const end = this.#activity + most;
    for (let quiet = 0, seen = this.#activity; quiet < quietTurns; quiet++) {
      await turn();
      if (seen === this.#activity) continue;
      if (this.#activity > end) return false;
      seen = this.#activity;
      quiet = 0;
    }
    return true;
  }

  /** Moves the time to the next timer and calls it back; false if none comes due until `end`. */
  nextTimer(end = Infinity): boolean {
    const next = this.#takeNext(end);
    if (next === undefined) return false;
    this.#now = Math.max(this.#now, next.due);
    next.callback();
    return true;
  }

  /** Moves the time while nothing can run, as a computation that blocks the event loop does: what is due waits. */
  stall(ms: number): void {
    this.#now += ms;
  }

  /** Calls back what has come due in a stall, in order. */
  catchUp(): void {
    while (this.nextTimer(this.#now));
  }

  #takeNext(end: number): VirtualTimer | undefined {
    let next: VirtualTimer | undefined;
    for (const timer of this.#timers)
      if (timer.due <= end && (next === undefined || timer.due < next.due)) next = timer;
    if (next !== undefined) this.clearTimer(next);
    return next;
  }
}
