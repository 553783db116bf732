/**
 * Whether a term matches a pattern: literals, tuples (arrays of the same length), `P._`, addresses, references and plain
 * objects are compared here; every other ts-pattern matcher is asked through its own protocol. (ts-pattern's isMatching
 * costs 60 to 100 ns a call, which a selective receive pays for each message that it passes over.)
 *
 * Unlike there, a Map in a pattern is Erlang's map pattern (its keys must be there, with values that match), and what is
 * neither plain data nor a matcher, as a Date, matches what equals it: ts-pattern takes both for objects without keys.
 */
import { isMatching, P } from 'ts-pattern';
import { Address } from '../terms/address.js';
import { matcher } from '../terms/identity.js';
import { isPlainObject } from '../terms/plainData.js';
import { Ref } from '../terms/ref.js';
import { termEquals } from '../terms/termEquals.js';

const anything: unknown = P._;

interface Matcher {
  [matcher](): { match(value: unknown): { matched: boolean }; matcherType?: string };
}

export function matches(pattern: unknown, value: unknown): boolean {
  if (pattern === value || pattern === anything) return true;
  if (typeof pattern !== 'object' || pattern === null) return pattern !== pattern && value !== value;
  if (Array.isArray(pattern)) return matchesTuple(pattern, value);
  if (pattern instanceof Ref || pattern instanceof Address) return false;
  if (matcher in pattern) return (pattern as Matcher)[matcher]().match(value).matched;
  if (isPlainObject(pattern)) return matchesObject(pattern, value);
  return pattern instanceof Map ? matchesMap(pattern, value) : termEquals(pattern, value);
}

function matchesTuple(pattern: readonly unknown[], value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const length = pattern.length;
  if (length !== value.length) return pattern.some(isVariadic) && matchesByLibrary(pattern, value);
  for (let index = 0; index < length; index++) {
    const element = pattern[index];
    if (element === value[index] || element === anything) continue;
    if (isVariadic(element)) return matchesByLibrary(pattern, value);
    if (!matches(element, value[index])) return pattern.some(isVariadic) && matchesByLibrary(pattern, value);
  }
  return true;
}

function matchesByLibrary(pattern: unknown, value: unknown): boolean {
  return isMatching(pattern as never, value);
}

// `[...P.array()]` spreads into one element that stands for any number of them.
const variadic = Symbol.for('@ts-pattern/isVariadic');

function isVariadic(pattern: unknown): boolean {
  return typeof pattern === 'object' && pattern !== null && variadic in pattern;
}

function matchesObject(pattern: Record<string, unknown>, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const key of Reflect.ownKeys(pattern) as string[]) {
    if (!(key in value) && !isOptional(pattern[key])) return false;
    if (!matches(pattern[key], (value as Record<string, unknown>)[key])) return false;
  }
  return true;
}

function matchesMap(pattern: ReadonlyMap<unknown, unknown>, value: unknown): boolean {
  if (!(value instanceof Map)) return false;
  for (const [key, wanted] of pattern) if (!value.has(key) || !matches(wanted, value.get(key))) return false;
  return true;
}

function isOptional(pattern: unknown): boolean {
  const candidate = pattern as Matcher;
  return (
    typeof pattern === 'object' &&
    pattern !== null &&
    matcher in pattern &&
    candidate[matcher]().matcherType === 'optional'
  );
}
