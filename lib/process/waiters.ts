/**
 * Waiters: the receives of one process that wait for messages. There is one, as a rule.
 *
 * Receives that are bound to a Ref come before a general one, so that it cannot take their replies. There may be only one
 * for each Ref, and one general one: which of two got a message would depend on chance.
 */
import type { Mailbox } from '../mailbox/mailbox.js';
import { On } from '../mailbox/clause.js';
import type { Ref } from '../terms/ref.js';
import { refsOf, type Waiter } from './waiter.js';

export class Waiters {
  #only: Waiter | undefined = undefined;
  #several: Waiter[] | undefined = undefined;
  count = 0;

  /** Adds a waiter; throws if it and one that waits already could take the same message. */
  add(waiter: Waiter, owner: { readonly address: unknown }): void {
    if (this.count === 0) {
      this.#only = waiter;
      this.count = 1;
      return;
    }
    const refs = refsOf(waiter.clauses);
    const waiting = this.#several ?? [this.#only!];
    if (waiting.some((other) => conflict(refs, refsOf(other.clauses)))) {
      throw new Error(
        `${String(owner.address)} waits in a receive already; a second one at the same time must be bound to a Ref ` +
          `of its own ([ref, ...] or ['DOWN', ref, ...]). Is an await missing?`,
      );
    }
    this.#several = refs === undefined ? [...waiting, waiter] : [waiter, ...waiting];
    this.#only = undefined;
    this.count = this.#several.length;
  }

  /** Settles all that can be: by a message, else by a timeout that is over. */
  serve(mailbox: Mailbox): void {
    if (this.#only !== undefined) this.#serveOne(this.#only, mailbox);
    else if (this.#several !== undefined) for (const waiter of this.#several) this.#serveOne(waiter, mailbox);
  }

  clear(): void {
    for (const waiter of this.#several ?? [this.#only]) waiter?.timeout?.stop();
    this.#only = this.#several = undefined;
    this.count = 0;
  }

  /** What is waited for, for the report of a missing await. */
  describe(): string {
    const patterns = (this.#several ?? [this.#only!]).flatMap((waiter) =>
      waiter.clauses.map((clause) => (clause instanceof On ? 'on(...)' : `after(${clause.ms})`)),
    );
    return `returned while it waited in receive(${patterns.join(', ')})`;
  }

  #serveOne(waiter: Waiter, mailbox: Mailbox): void {
    const clause = mailbox.count > 0 ? mailbox.take(waiter.clauses, waiter.from) : undefined;
    if (clause !== undefined) {
      const { message } = mailbox;
      this.#remove(waiter);
      waiter.timeout?.stop();
      waiter.settle(clause, message);
    } else if (waiter.isOverdue) {
      this.#remove(waiter);
      waiter.settle(waiter.after!, undefined);
    } else {
      waiter.from = mailbox.end;
    }
  }

  #remove(waiter: Waiter): void {
    if (this.#several === undefined) {
      this.#only = undefined;
      this.count = 0;
      return;
    }
    const rest = this.#several.filter((other) => other !== waiter);
    this.count = rest.length;
    this.#only = rest.length === 1 ? rest[0] : undefined;
    this.#several = rest.length > 1 ? rest : undefined;
  }
}

/** Whether two receives, told by the Refs they wait for, could take the same message. */
function conflict(refs: readonly Ref[] | undefined, others: readonly Ref[] | undefined): boolean {
  if (refs === undefined || others === undefined) return refs === others;
  return refs.some((ref) => others.includes(ref));
}
