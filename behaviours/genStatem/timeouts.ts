/**
 * Timeouts: those of one machine that run, and those of no time at all, which are events once nothing else is queued.
 *
 * One that runs is a timer that sends the machine a message. Of one that was cancelled the message may be on its way; its
 * reference is not known any more, and it is dropped.
 */
import { cancelTimer, monotonicTime, self, startTimer, termEquals, type Ref } from '../../lib/index.js';
import type { StatemEvent, TimeoutType } from './types.js';

interface Running {
  readonly type: TimeoutType;
  content: unknown;
  /** The timer; undefined if the time is over already. */
  readonly ref: Ref | undefined;
}

export class Timeouts {
  #running: Running[] = [];

  get count(): number {
    return this.#running.length;
  }

  /** Starts a timeout anew. */
  start(type: TimeoutType, time: number | 'infinity', content: unknown, isAbsolute: boolean): void {
    this.cancel(type);
    if (time === 'infinity') return;
    const isOver = isAbsolute ? time <= monotonicTime() : time === 0;
    const ref = isOver ? undefined : startTimer(time, self(), 'gen_statem', [['abs', isAbsolute]]);
    this.#running.push({ type, content, ref });
  }

  /** Gives a timeout that runs another content; one that does not run is over at once. */
  update(type: TimeoutType, content: unknown): void {
    const running = this.#running.find((one) => termEquals(one.type, type));
    if (running !== undefined) running.content = content;
    else this.start(type, 0, content, false);
  }

  cancel(type: TimeoutType): void {
    if (this.#running.length === 0) return;
    const running = this.#running.find((one) => termEquals(one.type, type));
    if (running === undefined) return;
    if (running.ref !== undefined) cancelTimer(running.ref);
    this.#running = this.#running.filter((one) => one !== running);
  }

  /** The event of the oldest timeout of no time. */
  takeOver(): StatemEvent | undefined {
    return this.#take(this.#running.find((one) => one.ref === undefined));
  }

  /** The event of a timer's message, undefined if it was cancelled. */
  takeFired(ref: Ref): StatemEvent | undefined {
    return this.#take(this.#running.find((one) => one.ref === ref));
  }

  #take(running: Running | undefined): StatemEvent | undefined {
    if (running === undefined) return undefined;
    this.#running = this.#running.filter((one) => one !== running);
    return { type: running.type, content: running.content };
  }
}
