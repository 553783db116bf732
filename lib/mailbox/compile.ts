/**
 * A pattern as a predicate. A receive that has to look through a long backlog compiles its patterns first: a few closures
 * cost less than interpreting the pattern for each message.
 */
import { P } from 'ts-pattern';
import type { On } from './clause.js';
import { matches } from './pattern.js';
import { isLiteral } from './tag.js';

export type Predicate = (message: unknown) => boolean;

/** Holds for every message. */
export const anything: Predicate = () => true;

/** The matchers of ts-pattern that ask for a type alone, which need not be asked through its protocol. */
const types = new Map<unknown, Predicate>([
  [P._, anything],
  [P.string, (value) => typeof value === 'string'],
  [P.number, (value) => typeof value === 'number'],
  [P.boolean, (value) => typeof value === 'boolean'],
  [P.bigint, (value) => typeof value === 'bigint'],
]);

/** The predicate that holds for what the pattern matches. */
export function compilePattern(pattern: unknown): Predicate {
  const type = types.get(pattern);
  if (type !== undefined) return type;
  if (isLiteral(pattern) && pattern === pattern) return (value) => value === pattern;
  if (Array.isArray(pattern) && pattern.every(isPlace)) return compileTuple(pattern);
  return (value) => matches(pattern, value);
}

/** A clause as a predicate: a closure that looks through a backlog faster than `clause.matches`. */
export function compileClause({ pattern, guard }: On): Predicate {
  const isMatch = compilePattern(pattern);
  return (message) => {
    try {
      return isMatch(message) && (guard === undefined || guard(message as never));
    } catch {
      return false;
    }
  };
}

// A variadic element stands for any number of places.
function isPlace(element: unknown): boolean {
  return typeof element !== 'object' || element === null || !(Symbol.for('@ts-pattern/isVariadic') in element);
}

// What is cheap to compare comes first: most messages fail there.
function cost(element: unknown): number {
  if (isLiteral(element)) return 0;
  return types.has(element) ? 1 : 2;
}

function compileTuple(pattern: readonly unknown[]): Predicate {
  const { length } = pattern;
  const isTuple = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length === length;
  const tests = pattern
    .map((element, index) => ({ index, test: compilePattern(element) }))
    .filter(({ test }) => test !== anything)
    .sort((one, other) => cost(pattern[one.index]) - cost(pattern[other.index]));
  const [first, second] = tests;
  if (first === undefined) return isTuple;
  if (second === undefined) return (value) => isTuple(value) && first.test(value[first.index]);
  if (tests.length === 2) {
    return (value) => isTuple(value) && first.test(value[first.index]) && second.test(value[second.index]);
  }
  return (value) => isTuple(value) && tests.every(({ index, test }) => test(value[index]));
}
