/**
 * receive: Erlang's selective receive.
 */
import { again } from '../mailbox/again.js';
import { After, type Clause, type On, type ResultOf } from '../mailbox/clause.js';
import { ambient } from './ambient.js';
import { outsideError } from './current.js';
import { isPromise } from './isPromise.js';
import type { Process } from './process.js';
import { never } from './promise.js';
import { Waiter, whenHandled } from './waiter.js';

/**
 * Waits for the first message in the mailbox, in order of arrival, that one of the clauses matches; takes it out, leaves
 * all others in place, and gives what the clause's handler returns. With `after(ms, handler)` it waits no longer than
 * that; `after(0, ...)` looks once. Messages that do not match do not restart the time. A handler that returns `again`
 * has it wait for the next message with the same clauses. Ports `receive ... end`.
 *
 * A process may wait in several receives at once if all but one are bound to a Ref. A receive cannot be abandoned: one
 * that lost a Promise.race still takes its message, and a loop all that come.
 *
 * @returns what the handler returned, unless that is `again`; rejects with what it threw
 * @example
 * import { after, on, receive, self, send } from 'regent-otp';
 *
 * send(self(), 'low');
 * send(self(), 'high');
 * const next = () => receive(on('high', () => 1), on('low', () => 2), after(0, () => 'nothing'));
 * await next(); // => 2
 * await next(); // => 1
 * await next(); // => 'nothing'
 */
export function receive<const C extends readonly Clause[]>(...clauses: C): Promise<ResultOf<C>> {
  const process = ambient.getStore() as Process | undefined;
  if (process === undefined) return Promise.reject(outsideError('receive'));
  // The code of a process that has ended waits for ever.
  if (!process.isAlive) return never();
  return receiveIn(process, clauses) as Promise<ResultOf<C>>;
}

/** A receive on the mailbox of a process, by code that runs in its context. */
export function receiveIn(process: Process, clauses: readonly Clause[]): Promise<unknown> {
  const { mailbox } = process;
  const { scheduler } = process.host;
  const timeout = timeoutOf(clauses);
  let from = 0;
  if (mailbox.count === 0 && timeout?.ms !== 0) {
    from = mailbox.end;
  } else if (process.waiter === undefined && scheduler.spend()) {
    const clause = mailbox.find(clauses, 0);
    if (clause !== undefined) return settled(process, clauses, clause, mailbox.takeFound());
    if (timeout?.ms === 0) return settled(process, clauses, timeout, undefined);
    from = mailbox.end;
  }
  return waiting(process, clauses, timeout, from);
}

function waiting(
  process: Process,
  clauses: readonly Clause[],
  timeout: After | undefined,
  from: number,
): Promise<unknown> {
  let promise: Promise<unknown>;
  try {
    const waiter = new Waiter(process, clauses, timeout, from);
    promise = waiter.promise();
    process.wait(waiter);
    // The slice is over, another receive waits, or a handler waits again: it takes its turn.
    if (from < process.mailbox.end) process.wake();
  } catch (mistake) {
    return Promise.reject(mistake);
  }
  process.host.scheduler.drain();
  return promise;
}

/** There is one at most, and it is the last clause as a rule. */
function timeoutOf(clauses: readonly Clause[]): After | undefined {
  for (let index = clauses.length - 1; index >= 0; index--) {
    const clause = clauses[index];
    if (clause instanceof After) return clause;
  }
  return undefined;
}

/** The message, or the time that is over, was there at once. */
function settled(process: Process, clauses: readonly Clause[], clause: On | After, message: unknown): Promise<unknown> {
  try {
    const value = (clause.handler as (message: unknown) => unknown)(message);
    // A handler may end its process, which then waits for ever.
    if (!process.isAlive) return never();
    return value === again || isPromise(value) ? goingOn(process, clauses, value) : Promise.resolve(value);
  } catch (thrown) {
    return process.isAlive ? Promise.reject(thrown) : never();
  }
}

/** The handler wants to wait again, or is asynchronous and may. */
function goingOn(process: Process, clauses: readonly Clause[], value: unknown): Promise<unknown> {
  const waitingOn = () => waiting(process, clauses, timeoutOf(clauses), 0);
  if (value === again) return waitingOn();
  return new Promise((resolve, reject) => {
    const done = (result: unknown) => resolve(result === again ? waitingOn() : result);
    whenHandled(process, value as PromiseLike<unknown>, done, reject);
  });
}
