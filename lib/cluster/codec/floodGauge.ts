/**
 * FloodGauge: ends the filling of Maps and Sets from outside that takes far longer than it should. V8 hashes numbers
 * and bigints without a secret, so a hostile peer can choose 100,000 keys that all collide: minutes of work in a small
 * frame. Time alone tells, on any engine; it is the time of the CPU, which a stopped or crowded process does not use.
 */
import { DecodeError } from './decodeError.js';

/** How many insertions pass between two looks at the clock. */
const interval = 1024;
/** What collectors and compilers may take beside, and what an insertion may: ten times what it does. In µs. */
const allowance = 500_000;
const perInsertion = 5;

export class FloodGauge {
  readonly #cpuTime: () => number;
  #insertions = 0;
  #started = 0;

  constructor(cpuTime: () => number = processCpuTime) {
    this.#cpuTime = cpuTime;
  }

  /** Starts anew, for one term. */
  reset(): void {
    this.#insertions = 0;
  }

  /**
   * Counts an insertion.
   *
   * @throws DecodeError if those so far took far too long
   */
  count(): void {
    if (++this.#insertions % interval !== 0) return;
    const now = this.#cpuTime();
    if (this.#insertions === interval) this.#started = now;
    else if (now - this.#started > allowance + perInsertion * this.#insertions) {
      throw new DecodeError(`a Map or Set whose keys collide: ${this.#insertions} insertions took too long`);
    }
  }
}

function processCpuTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
