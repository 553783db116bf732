/**
 * How Address and Ref stand in a ts-pattern pattern: they match themselves and nothing else. Without the matcher
 * ts-pattern would compare their fields (so that a Ref matched every Ref) or recurse into the node behind them.
 */
import { P } from 'ts-pattern';

/** The result of `[P.matcher]()` that makes `P.infer` see an instance of T. */
export type IdentityPattern<T> = ReturnType<ReturnType<typeof P.instanceOf<abstract new () => T>>[typeof P.matcher]>;

/** The key of ts-pattern's protocol for objects that are patterns themselves. */
export const matcher: typeof P.matcher = P.matcher;

/** A pattern that only `self` matches. */
export function identityPattern<T>(self: T): IdentityPattern<T> {
  return { match: (value: unknown) => ({ matched: value === self }) } as IdentityPattern<T>;
}
