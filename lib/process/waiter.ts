/**
 * Waiter: a receive that found no message yet. It keeps the position up to which it has looked, so that each message is
 * looked at once.
 *
 * The promise is settled in the context of its own process only: from Node 24 a rejection that nobody awaits belongs to
 * whoever rejected it. It is the promise made last with `capture`, and is not kept: who awaits it has it.
 */
import { On, type After, type Clause } from '../mailbox/clause.js';
import { refOfPattern } from '../mailbox/tag.js';
import type { TimerEntry, TimerList, Timers } from '../scheduler/timers.js';
import type { Ref } from '../terms/ref.js';
import { captured, type Settle } from './promise.js';

/** What a waiter needs of its process. */
export interface WaitingProcess {
  readonly isAlive: boolean;
  wake(): void;
}

export class Waiter {
  readonly process: WaitingProcess;
  readonly clauses: readonly Clause[];
  readonly after: After | undefined;
  /** The mailbox position from which to look next. */
  from: number;
  /** The time of its `after` clause is over. */
  isOverdue = false;
  /** Runs while there is an `after` clause to wait for. */
  timeout: ReceiveTimeout | undefined = undefined;
  readonly #resolve: Settle = captured.resolve;
  readonly #reject: Settle = captured.reject;

  constructor(process: WaitingProcess, clauses: readonly Clause[], after: After | undefined, from: number) {
    this.process = process;
    this.clauses = clauses;
    this.after = after;
    this.from = from;
  }

  startTimeout(timers: Timers, ms: number): void {
    this.timeout = new ReceiveTimeout(this);
    timers.start(this.timeout, ms);
  }

  /** Runs the handler of the clause that won, and lets the process go on with its result. */
  settle(clause: On | After, message: unknown): void {
    try {
      const value = (clause.handler as (message: unknown) => unknown)(message);
      // A handler may end its process, which then waits for ever.
      if (this.process.isAlive) this.#resolve(value);
    } catch (thrown) {
      if (this.process.isAlive) this.#reject(thrown);
    }
  }
}

/** The timeout of a waiter: an object of its own, because most receives have none. */
class ReceiveTimeout implements TimerEntry {
  readonly #waiter: Waiter;
  timerList: TimerList | undefined = undefined;
  timerPrevious: TimerEntry | undefined = undefined;
  timerNext: TimerEntry | undefined = undefined;
  deadline = 0;

  constructor(waiter: Waiter) {
    this.#waiter = waiter;
  }

  expire(): void {
    this.#waiter.isOverdue = true;
    this.#waiter.process.wake();
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
