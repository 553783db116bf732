/**
 * Waiter: a receive that found no message yet. It keeps the position up to which it has looked, so that each message is
 * looked at once.
 *
 * Its promise is settled in the context of its own process only: from Node 24 a rejection that nobody awaits belongs to
 * whoever rejected it. The promise is not kept: who awaits it has it.
 */
import { On, type After, type Clause } from '../mailbox/clause.js';
import { refOfPattern } from '../mailbox/tag.js';
import type { TimerEntry, TimerList, Timers } from '../scheduler/timers.js';
import type { Ref } from '../terms/ref.js';
import { settleNothing, type Settle } from './promise.js';

/** What a waiter needs of its process. */
export interface WaitingProcess {
  readonly isAlive: boolean;
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

  /** Runs the handler of the clause that won, and lets the process go on with its result. */
  settle(process: WaitingProcess, clause: On | After, message: unknown): void {
    try {
      const value = (clause.handler as (message: unknown) => unknown)(message);
      // A handler may end the process, which then waits for ever.
      if (process.isAlive) this.#resolve(value);
    } catch (thrown) {
      if (process.isAlive) this.#reject(thrown);
    }
  }
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
