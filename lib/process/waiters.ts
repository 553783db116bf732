/**
 * The receives of one process that wait for messages: a chain through the waiters themselves. There is one, as a rule.
 *
 * Receives that are bound to a Ref come before a general one, so that it cannot take their replies. There may be only one
 * for each Ref, and one general one: which of two got a message would depend on chance.
 */
import type { Mailbox } from '../mailbox/mailbox.js';
import { On } from '../mailbox/clause.js';
import type { Ref } from '../terms/ref.js';
import { refsOf, type Waiter, type WaitingProcess } from './waiter.js';

/** The process they belong to. */
export interface Receiver extends WaitingProcess {
  readonly address: unknown;
  readonly mailbox: Mailbox;
  /** The first of its waiters. */
  waiter: Waiter | undefined;
}

/** Adds a waiter; throws if it and one that waits already could take the same message. */
export function addWaiter(receiver: Receiver, waiter: Waiter): void {
  if (receiver.waiter === undefined) receiver.waiter = waiter;
  else addBeside(receiver, receiver.waiter, waiter);
}

function addBeside(receiver: Receiver, first: Waiter, waiter: Waiter): void {
  const refs = refsOf(waiter.clauses);
  let last = first;
  for (let other: Waiter | undefined = first; other !== undefined; other = other.next) {
    last = other;
    if (!conflict(refs, refsOf(other.clauses))) continue;
    throw new Error(
      `${String(receiver.address)} waits in a receive already; a second one at the same time must be bound to a Ref ` +
        `of its own ([ref, ...] or ['DOWN', ref, ...]). Is an await missing?`,
    );
  }
  if (refs === undefined) {
    last.next = waiter;
  } else {
    waiter.next = first;
    receiver.waiter = waiter;
  }
}

/** Settles all that can be: by a message, else by a timeout that is over. */
export function serveWaiters(receiver: Receiver): void {
  let next: Waiter | undefined;
  for (let waiter = receiver.waiter; waiter !== undefined; waiter = next) {
    ({ next } = waiter);
    serve(receiver, waiter);
    // A handler has ended the process.
    if (receiver.waiter === undefined) return;
  }
}

export function clearWaiters(receiver: Receiver): void {
  for (let waiter = receiver.waiter; waiter !== undefined; waiter = waiter.next) waiter.timeout?.stop();
  receiver.waiter = undefined;
}

/** What is waited for, for the report of a missing await. */
export function describeWaiters(receiver: Receiver): string {
  const patterns: string[] = [];
  for (let waiter = receiver.waiter; waiter !== undefined; waiter = waiter.next) {
    patterns.push(...waiter.clauses.map((clause) => (clause instanceof On ? 'on(...)' : `after(${clause.ms})`)));
  }
  return `returned while it waited in receive(${patterns.join(', ')})`;
}

function serve(receiver: Receiver, waiter: Waiter): void {
  const { mailbox } = receiver;
  for (;;) {
    const clause = mailbox.count > 0 ? mailbox.find(waiter.clauses, waiter.from) : undefined;
    if (clause !== undefined) {
      const message = mailbox.takeFound();
      remove(receiver, waiter);
      waiter.timeout?.stop();
      if (!waiter.settle(receiver, clause, message)) return;
    } else if (waiter.timeout?.isOver === true) {
      remove(receiver, waiter);
      if (!waiter.settle(receiver, waiter.timeout.after, undefined)) return;
    } else {
      waiter.from = mailbox.end;
      return;
    }
    if (mailbox.count === 0) return;
    // Another that waits for a Ref has its turn before this one looks again.
    if (receiver.waiter !== waiter || !receiver.host.scheduler.spend()) return receiver.wake();
  }
}

function remove(receiver: Receiver, waiter: Waiter): void {
  const { next } = waiter;
  // It may come back when those behind it have gone.
  waiter.next = undefined;
  if (receiver.waiter === waiter) {
    receiver.waiter = next;
    return;
  }
  let before = receiver.waiter;
  while (before !== undefined && before.next !== waiter) before = before.next;
  if (before !== undefined) before.next = next;
}

/** Whether two receives, told by the Refs they wait for, could take the same message. */
function conflict(refs: readonly Ref[] | undefined, others: readonly Ref[] | undefined): boolean {
  if (refs === undefined || others === undefined) return refs === others;
  return refs.some((ref) => others.includes(ref));
}
