/**
 * expectReceive and its kin: what the mailbox of the calling process must hold, or must not. In a process only:
 * `node.run(async () => ...)` makes one.
 */
import { AssertionError } from 'node:assert';
import type { P } from 'ts-pattern';
import { after, formatTerm, on, On, receive, self } from '../../lib/index.js';
import { requireProcess } from '../../lib/process/current.js';
import { formatPattern } from './formatPattern.js';

const nothing = Symbol('nothing');
/** So many messages a failure shows. */
const shown = 20;

/**
 * Takes the first message that matches, now or when it comes. Ports ExUnit's `assert_receive`.
 *
 * @param pattern what `on` takes, or a clause made with `on`
 * @param ms how long to wait for it by the node's clock, or 'infinity'
 * @returns the message, or what the clause's handler gave
 * @throws AssertionError that tells what waits in the mailbox
 * @example
 * import { self, send } from 'regent-otp';
 * import { expectReceive } from 'regent-otp/testing';
 * import { P } from 'ts-pattern';
 *
 * send(self(), ['reply', 42]);
 * await expectReceive(['reply', P.number], 1000); // => ['reply', 42]
 */
export function expectReceive<const R>(pattern: On<R>, ms?: number | 'infinity'): Promise<Awaited<R>>;
export function expectReceive<const p extends P.Pattern>(pattern: p, ms?: number | 'infinity'): Promise<P.infer<p>>;
export async function expectReceive(wanted: unknown, ms: number | 'infinity' = 100): Promise<unknown> {
  const clause = clauseOf(wanted);
  const result = await receive(
    clause,
    after(ms, () => nothing),
  );
  if (result !== nothing) return result;
  const when = ms === 0 ? 'waits' : `came within ${ms} ms`;
  throw failure('expectReceive', `expectReceive: no message that matches ${formatClause(clause)} ${when}.`);
}

/**
 * Makes sure that no message that matches is there, nor comes for a time. Ports ExUnit's `refute_receive`.
 *
 * @param pattern what `on` takes, or a clause made with `on`
 * @param ms how long to wait by the node's clock
 * @throws AssertionError that tells the message
 * @example
 * import { self, send } from 'regent-otp';
 * import { expectNoReceive } from 'regent-otp/testing';
 * import { P } from 'ts-pattern';
 *
 * send(self(), ['reply', 42]);
 * await expectNoReceive(['error', P._], 10); // => undefined
 */
export async function expectNoReceive(pattern: unknown, ms = 100): Promise<void> {
  const clause = clauseOf(pattern);
  const seen = new On(clause.pattern, clause.guard, (message: unknown) => ({ message }));
  const result = await receive(
    seen,
    after(ms, () => nothing),
  );
  if (typeof result === 'symbol') return;
  const text = `expectNoReceive: ${formatTerm(result.message)} came, which matches ${formatClause(clause)}.`;
  throw failure('expectNoReceive', text);
}

/**
 * Takes all messages that wait in the mailbox of the calling process. Ports iex's `flush`, but gives them.
 *
 * @example
 * import { self, send } from 'regent-otp';
 * import { flush } from 'regent-otp/testing';
 *
 * send(self(), 'one');
 * send(self(), 'two');
 * flush(); // => ['one', 'two']
 * flush(); // => []
 */
export function flush(): readonly unknown[] {
  const { mailbox } = requireProcess('flush');
  return Array.from({ length: mailbox.count }, () => mailbox.shift());
}

function clauseOf(wanted: unknown): On {
  return wanted instanceof On ? (wanted as On) : on(wanted as P.Pattern, (message) => message);
}

function formatClause({ pattern, guard }: On): string {
  return guard === undefined ? formatPattern(pattern) : `${formatPattern(pattern)} with a guard`;
}

function failure(operator: string, text: string): AssertionError {
  return new AssertionError({ message: `${text}\n${mailboxText()}`, operator });
}

function mailboxText(): string {
  const messages = [...requireProcess('expectReceive').mailbox.toArray()];
  if (messages.length === 0) return `The mailbox of ${self().toString()} is empty.`;
  const lines = messages.slice(0, shown).map((message) => `  ${formatTerm(message)}`);
  if (messages.length > shown) lines.push(`  and ${messages.length - shown} more`);
  return `In the mailbox of ${self().toString()}:\n${lines.join('\n')}`;
}
