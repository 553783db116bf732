/**
 * SeededScheduler: runs what is ready in an order that follows from a seed, and ends slices early, so that processes
 * interleave in ways that a test would see once in a thousand runs. Signals keep Erlang's order all the same: they
 * take effect when they are sent, and only who runs next is open.
 */
import type { Runnable } from '../../lib/index.js';
import { Scheduler } from '../../lib/scheduler/scheduler.js';
import type { Chance } from './chance.js';
import type { VirtualClock } from './virtualClock.js';

/** The most reductions of a slice. */
const longestSlice = 40;

export class SeededScheduler extends Scheduler {
  readonly #clock: VirtualClock;
  readonly #outside: (action: () => void) => void;
  readonly #chance: Chance;
  readonly #ready: Runnable[] = [];
  #isDraining = false;
  #isTickPending = false;
  #isSliceOver = false;
  #reductionsLeft = longestSlice;

  constructor(clock: VirtualClock, inRootContext: (action: () => void) => void, chance: Chance) {
    super(clock, inRootContext);
    this.#clock = clock;
    this.#outside = inRootContext;
    this.#chance = chance;
  }

  override ready(runnable: Runnable): void {
    if (runnable.isReady) return;
    runnable.isReady = true;
    this.#ready.push(runnable);
    this.#drainLater();
  }

  /** A process is about to wait. By chance the others run at once, or when the code under way has gone on. */
  override drain(): void {
    if (!this.#isDraining && this.#ready.length > 0 && this.#chance.oneIn(2)) this.#drain();
  }

  override spend(): boolean {
    if (this.#isSliceOver) return false;
    if (--this.#reductionsLeft > 0) return true;
    this.endSlice();
    return false;
  }

  override endSlice(): void {
    if (this.#isSliceOver) return;
    this.#isSliceOver = true;
    this.#outside(() =>
      setImmediate(() => {
        this.#isSliceOver = false;
        this.#reductionsLeft = this.#chance.between(1, longestSlice);
        this.#drain();
      }),
    );
  }

  #drain(): void {
    this.#isDraining = true;
    try {
      while (this.#ready.length > 0 && !this.#isSliceOver) this.#runOne();
    } finally {
      this.#isDraining = false;
      this.#drainLater();
    }
  }

  #runOne(): void {
    this.#clock.noteActivity();
    const [runnable] = this.#ready.splice(this.#chance.between(0, this.#ready.length - 1), 1);
    runnable!.isReady = false;
    runnable!.run();
  }

  #drainLater(): void {
    if (this.#ready.length === 0 || this.#isDraining || this.#isTickPending || this.#isSliceOver) return;
    this.#isTickPending = true;
    this.#outside(() =>
      process.nextTick(() => {
        this.#isTickPending = false;
        if (!this.#isSliceOver) this.#drain();
      }),
    );
  }
}
