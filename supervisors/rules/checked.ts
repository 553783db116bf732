/**
 * The result of a check: what was meant, with all defaults filled in, or Erlang's term for what is wrong.
 */
export type Checked<T> = readonly ['ok', T] | readonly ['error', unknown];

/** The keys of Erlang's map, which is a plain object or a Map; undefined if the term is none. */
export function keysOf(term: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof term !== 'object' || term === null || Array.isArray(term)) return undefined;
  if (term instanceof Map) return Object.fromEntries(term as ReadonlyMap<string, unknown>);
  const prototype: unknown = Object.getPrototypeOf(term);
  return prototype === Object.prototype || prototype === null ? (term as Record<string, unknown>) : undefined;
}
