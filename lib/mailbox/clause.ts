/**
 * The clauses of a receive: `on(pattern, handler)`, `on(pattern, guard, handler)`, `after(ms, handler)`.
 */
import { P } from 'ts-pattern';
import type { Again } from './again.js';
import { formatTerm } from '../terms/formatTerm.js';
import { ErlangError } from '../terms/errors.js';
import { Address } from '../terms/address.js';
import { Ref } from '../terms/ref.js';
import { matches } from './pattern.js';

/** A clause that takes a message which matches its pattern and its guard. */
export class On<R = unknown> {
  readonly pattern: unknown;
  readonly guard: ((message: never) => boolean) | undefined;
  readonly handler: (message: never) => R;

  constructor(pattern: unknown, guard: ((message: never) => boolean) | undefined, handler: (message: never) => R) {
    this.pattern = pattern;
    this.guard = guard;
    this.handler = handler;
  }

  /** Whether it takes the message. As in Erlang, a guard that fails does not hold. */
  matches(message: unknown): boolean {
    try {
      return matches(this.pattern, message) && (this.guard === undefined || this.guard(message as never));
    } catch {
      return false;
    }
  }
}

/** The clause that runs when no message has matched in time. */
export class After<R = unknown> {
  readonly ms: number | 'infinity';
  readonly handler: () => R;

  constructor(ms: number | 'infinity', handler: () => R) {
    this.ms = ms;
    this.handler = handler;
  }

  matches(): boolean {
    return false;
  }
}

export type Clause<R = unknown> = On<R> | After<R>;

/** The first of the clauses that takes a message. */
export function firstMatch(clauses: readonly Clause[], message: unknown): On | undefined {
  for (let index = 0; index < clauses.length; index++) {
    const clause = clauses[index]!;
    if (clause.matches(message)) return clause as On;
  }
  return undefined;
}

/** What a receive with these clauses gives. */
export type ResultOf<C extends readonly Clause[]> =
  C[number] extends Clause<infer R> ? Exclude<Awaited<R>, Again> : never;

/**
 * A clause of `receive`: the first message in the mailbox that matches `pattern` (and for which `guard` holds) is taken
 * and given to `handler`, whose result is the result of the receive. Patterns are ts-pattern's; hoist those that call
 * `P.x()` out of loops.
 *
 * @param pattern literals, tuples, objects, addresses, references, `P._` and all other patterns of ts-pattern
 * @param handler gets the whole message, typed by its pattern
 * @example
 * import { on, receive, self, send, startNode } from 'regent-otp';
 * import { P } from 'ts-pattern';
 *
 * const here = startNode();
 * await here.run(async () => {
 *   send(self(), ['add', 1, 2]);
 *   return receive(on(['add', P.number, P.number], ([, a, b]) => a + b));
 * }); // => 3
 * await here.stop();
 */
export function on<const p extends P.Pattern, const R>(pattern: p, handler: (message: P.infer<p>) => R): On<R>;
/**
 * The same with a guard.
 *
 * @param guard Erlang's `when`: sees the whole message, must be free of effects; one that throws does not hold
 */
export function on<const p extends P.Pattern, const R>(
  pattern: p,
  guard: (message: P.infer<p>) => boolean,
  handler: (message: P.infer<p>) => R,
): On<R>;
export function on<R>(pattern: unknown, first: (message: never) => unknown, second?: (message: never) => R): On<R> {
  if (second === undefined) return new On(pattern, undefined, first as (message: never) => R);
  return new On(pattern, first as (message: never) => boolean, second);
}

/**
 * The timeout of a `receive`: runs when no message has matched within `ms` milliseconds of the start of the receive.
 * `after(0, ...)` polls: the mailbox is looked through once. Ports `receive ... after`.
 *
 * @param ms 0 to 2^32 - 1, or 'infinity'; with anything else a receive for which no message is there raises the error
 *   'timeout_value'
 */
export function after<const R>(ms: number | 'infinity', handler: () => R): After<R> {
  const isTime = ms === 'infinity' || (Number.isInteger(ms) && ms >= 0 && ms <= 0xffffffff);
  return isTime ? new After(ms, handler) : withoutTime(ms, handler);
}

/** As in Erlang, a timeout that is none matters only when it is needed. */
function withoutTime<R>(ms: unknown, handler: () => R): After<R> {
  return Object.defineProperty(new After(0, handler), 'ms', {
    get() {
      throw new ErlangError(
        'timeout_value',
        `after: ms must be an integer from 0 to 4294967295 or 'infinity', not ${formatTerm(ms)}`,
      );
    },
  });
}

const anyRef: ReturnType<typeof P.instanceOf<typeof Ref>> = P.instanceOf(Ref);
const anyPid: ReturnType<typeof P.instanceOf<typeof Address>> = P.instanceOf(Address);

/**
 * The pattern of the message that tells of the end of what `ref` monitors, or without one of whatever is monitored:
 * `['DOWN', ref, 'process', object, reason]`.
 */
export function down(): readonly ['DOWN', typeof anyRef, 'process', typeof P._, typeof P._];
export function down(ref: Ref): readonly ['DOWN', Ref, 'process', typeof P._, typeof P._];
export function down(ref: unknown = anyRef): unknown {
  return ['DOWN', ref, 'process', P._, P._];
}

/** The pattern of the message that a process which traps exits gets from `pid`, or from whomever: `['EXIT', pid, reason]`. */
export function exitFrom(): readonly ['EXIT', typeof anyPid, typeof P._];
export function exitFrom(pid: Address): readonly ['EXIT', Address, typeof P._];
export function exitFrom(pid: unknown = anyPid): unknown {
  return ['EXIT', pid, P._];
}
