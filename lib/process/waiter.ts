/**
 * Waiter: a receive that found no message yet. It keeps the position up to which it has looked, so that each message is
 * looked at once.
 *
 * Its promise is settled in the context of its own process only: from Node 24 a rejection that nobody awaits belongs to
 * whoever rejected it. The promise is not kept: who awaits it has it.
 */
import { again } from '../mailbox/again.js';
import { On, type After, type Clause } from '../mailbox/clause.js';
import { refOfPattern } from '../mailbox/tag.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import type { TimerEntry, TimerList, Timers } from '../scheduler/timers.js';
import type { Ref } from '../terms/ref.js';
import { isPromise } from './isPromise.js';
import { settleNothing, type Settle } from './promise.js';

/** What a waiter needs of its process. */
export interface WaitingProcess {
  readonly isAlive: boolean;
  readonly host: { readonly scheduler: Pick<Scheduler, 'spend' | 'drain'> };
  wait(waiter: Waiter): void;
  wake(): void;
}

export class Waiter {
  readonly clauses: readonly Clause[];
  /** The mailbox position from which to look next. */
  from: number;
  /** There while it has an `after` clause to wait for. */
  readonly timeout: ReceiveTimeout | undefined;
  /** The one that waits behind it in the same process. */
  next: Waiter | undefined = undefined;
  #resolve: Settle = settleNothing;
  #reject: Settle = settleNothing;

  constructor(process: WaitingProcess, clauses: readonly Clause[], after: After | undefined, from: number) {
    this.clauses = clauses;
    this.from = from;
    this.timeout = after === undefined ? undefined : new ReceiveTimeout(after, process);
  }

  /** What it gives in the end. To be made once. */
  promise(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Runs the handler of the clause that won, and lets the process go on with its result; true if it waits on instead. */
  settle(process: WaitingProcess, clause: On | After, message: unknown): boolean {
    try {
      const value = (clause.handler as (message: unknown) => unknown)(message);
      // A handler may end the process, which then waits for ever.
      if (!process.isAlive) return false;
      if (value === again) return this.#waitOn(process);
      if (isPromise(value)) this.#settleLater(process, value);
      else this.#resolve(value);
    } catch (thrown) {
      if (process.isAlive) this.#reject(thrown);
    }
    return false;
  }

  #settleLater(process: WaitingProcess, work: PromiseLike<unknown>): void {
    const done = (value: unknown) => {
      if (value !== again) return this.#resolve(value);
      if (this.#waitOn(process)) process.wake();
      process.host.scheduler.drain();
    };
    whenHandled(process, work, done, this.#reject);
  }

  /** Waits for the next message, which may be one that did not match before. */
  #waitOn(process: WaitingProcess): boolean {
    this.from = 0;
    try {
      process.wait(this);
      return true;
    } catch (mistake) {
      this.#reject(mistake);
      return false;
    }
  }
}

/** What a handler that is asynchronous gives in the end, unless its process has ended by then. */
export function whenHandled(process: WaitingProcess, work: PromiseLike<unknown>, done: Settle, failed: Settle): void {
  Promise.resolve(work).then(
    (value) => process.isAlive && done(value),
    (thrown: unknown) => process.isAlive && failed(thrown),
  );
}

/** The timeout of a waiter: an object of its own, because most receives have none. */
export class ReceiveTimeout implements TimerEntry {
  readonly #process: WaitingProcess;
  readonly #ms: number | 'infinity';
  readonly after: After;
  /** The time is over. */
  isOver = false;
  timerList: TimerList | undefined = undefined;
  timerPrevious: TimerEntry | undefined = undefined;
  timerNext: TimerEntry | undefined = undefined;
  deadline = 0;

  constructor(after: After, process: WaitingProcess) {
    this.after = after;
    this.#process = process;
    // Raises an error if it is no time.
    this.#ms = after.ms;
  }

  /** A poll is over once the waiter has had its turn. */
  start(timers: Timers): void {
    this.isOver = false;
    if (this.#ms === 0) this.expire();
    else if (this.#ms !== 'infinity') timers.start(this, this.#ms);
  }

  expire(): void {
    this.isOver = true;
    this.#process.wake();
  }

  stop(): void {
    this.timerList?.remove(this);
  }
}

/** The Refs that a receive waits for; undefined if it is a general one, which may take messages of any kind. */
export function refsOf(clauses: readonly Clause[]): readonly Ref[] | undefined {
  const refs: Ref[] = [];
  for (const clause of clauses) {
    if (!(clause instanceof On)) continue;
    const ref = refOfPattern(clause.pattern);
    if (ref === undefined) return undefined;
    refs.push(ref);
  }
  return refs;
}
