/**
 * Scheduler: the run queue of a node.
 *
 * Who becomes ready is queued and run in turn. The queue is drained by a process that is about to wait (its own wait
 * would otherwise cost a trip through the event loop), else at the next tick. A slice of work ends after 4,000
 * reductions or 8 ms; then the event loop runs timers, sockets and heartbeats before work goes on. Everything that
 * settles without waiting counts as a reduction, or a loop of such calls would keep the event loop out for ever.
 */
import type { Clock } from './clock.js';

/** Something that the scheduler runs; the fields belong to the scheduler. */
export interface Runnable {
  isReady: boolean;
  nextReady: Runnable | undefined;
  /** Does a piece of work. Must not throw. */
  run(): void;
}

/** Makes the scheduler of a node; see `Scheduler` for the arguments. */
export type SchedulerFactory = (clock: Clock, inRootContext: (action: () => void) => void) => Scheduler;

const sliceReductions = 4000;
const sliceMs = 8;
/** Reading the clock costs more than a reduction, so it is read at every 16th. */
const clockMask = 15;

export class Scheduler {
  readonly #clock: Clock;
  readonly #inRootContext: (action: () => void) => void;
  #first: Runnable | undefined = undefined;
  #last: Runnable | undefined = undefined;
  #draining = false;
  #tickPending = false;
  #sliceOver = false;
  #reductions = 0;
  #sliceStart = 0;

  constructor(clock: Clock, inRootContext: (action: () => void) => void) {
    this.#clock = clock;
    this.#inRootContext = inRootContext;
  }

  /** Queues a runnable, once. */
  ready(runnable: Runnable): void {
    if (runnable.isReady) return;
    runnable.isReady = true;
    if (this.#last === undefined) this.#first = runnable;
    else this.#last.nextReady = runnable;
    this.#last = runnable;
    if (!this.#draining && !this.#tickPending && !this.#sliceOver) this.#drainAtNextTick();
  }

  /** Runs what is ready, until nothing is or the slice is over. Does nothing inside of itself. */
  drain(): void {
    if (this.#draining || this.#sliceOver) return;
    this.#draining = true;
    try {
      for (let next = this.#first; next !== undefined && !this.#sliceOver; next = this.#first) {
        this.#first = next.nextReady;
        if (this.#first === undefined) this.#last = undefined;
        next.nextReady = undefined;
        next.isReady = false;
        this.execute(next);
      }
    } finally {
      this.#draining = false;
      // Only after an error in one of them: the others must run all the same.
      if (this.#first !== undefined && !this.#sliceOver) this.#drainAtNextTick();
    }
  }

  protected execute(runnable: Runnable): void {
    runnable.run();
  }

  /** Counts a reduction; false if the slice is over, and the work must wait for the next one (`ready`). */
  spend(): boolean {
    if (this.#sliceOver) return false;
    if ((++this.#reductions & clockMask) === 0 && this.#isSpent()) {
      this.endSlice();
      return false;
    }
    return true;
  }

  /** Lets the event loop run before any more work is done. */
  endSlice(): void {
    if (this.#sliceOver) return;
    this.#sliceOver = true;
    this.#inRootContext(() => setImmediate(() => this.#nextSlice()));
  }

  // A slice that began before an idle time looks longer than it was; it then ends early, which costs little.
  #isSpent(): boolean {
    return this.#reductions >= sliceReductions || this.#clock.now() - this.#sliceStart > sliceMs;
  }

  #nextSlice(): void {
    this.#sliceOver = false;
    this.#reductions = 0;
    this.#sliceStart = this.#clock.now();
    this.drain();
  }

  #drainAtNextTick(): void {
    if (this.#tickPending) return;
    this.#tickPending = true;
    this.#inRootContext(() =>
      process.nextTick(() => {
        this.#tickPending = false;
        this.drain();
      }),
    );
  }
}
