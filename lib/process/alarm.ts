/**
 * Alarm: a timeout of a driver. When its time is over it does not interrupt: the driver's `wake` is called once no
 * message waits, as the `after` of Erlang's receive runs only when no message is there.
 */
import type { TimerEntry, TimerList } from '../scheduler/timers.js';
import { requireProcess } from './current.js';
import type { Belongings, Owned } from './owned.js';
import type { Process } from './process.js';

export class Alarm implements TimerEntry, Owned {
  readonly #process: Process = requireProcess('Alarm');
  /** The time is over; stays so until the next `start` or `stop`. */
  isDue = false;
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;
  timerList: TimerList | undefined = undefined;
  timerPrevious: TimerEntry | undefined = undefined;
  timerNext: TimerEntry | undefined = undefined;
  deadline = 0;

  /** Starts it, anew if it runs. 0 is due at once. */
  start(ms: number): void {
    this.stop();
    if (ms === 0) return this.expire();
    this.#process.owned.add(this);
    this.#process.host.timers.start(this, ms);
  }

  stop(): void {
    this.isDue = false;
    if (this.timerList === undefined) return;
    this.#process.host.timers.stop(this);
    this.#process.owned.delete(this);
  }

  expire(): void {
    this.#process.owned.delete(this);
    this.isDue = true;
    this.#process.wakeDriver();
  }

  release(): void {
    this.#process.host.timers.stop(this);
  }
}
