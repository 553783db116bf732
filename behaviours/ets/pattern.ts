/**
 * Patterns: '_' matches anything, '$1' anything whose value is wanted, and the same value wherever it stands again. A map
 * or a record matches those that have its keys. All else matches what is equal to it.
 */
import { termEquals } from '../../lib/index.js';
import { isMap, pairsOf, valueOf } from './maps.js';

/** The values of variables, by their numbers. */
export type Bindings = Map<number, unknown>;

export type Matcher = (term: unknown, bindings: Bindings) => boolean;

/** The number of a variable: 1 of '$1'. */
export function variableOf(term: unknown): number | undefined {
  return typeof term === 'string' && /^\$\d+$/.test(term) ? Number(term.slice(1)) : undefined;
}

/** Whether a pattern is a term: there is nothing to be found out in it. */
export function isGround(pattern: unknown): boolean {
  if (pattern === '_' || variableOf(pattern) !== undefined) return false;
  if (Array.isArray(pattern)) return pattern.every(isGround);
  return !isMap(pattern);
}

export function compilePattern(pattern: unknown): Matcher {
  if (pattern === '_') return () => true;
  const variable = variableOf(pattern);
  if (variable !== undefined) return matchVariable(variable);
  if (isGround(pattern)) return (term) => termEquals(term, pattern);
  return Array.isArray(pattern) ? matchArray(pattern) : matchMap(pattern as object);
}

function matchVariable(variable: number): Matcher {
  return (term, bindings) => {
    if (bindings.has(variable)) return termEquals(bindings.get(variable), term);
    bindings.set(variable, term);
    return true;
  };
}

function matchArray(pattern: readonly unknown[]): Matcher {
  const elements = pattern.map(compilePattern);
  return (term, bindings) =>
    Array.isArray(term) &&
    term.length === elements.length &&
    elements.every((matches, index) => matches(term[index], bindings));
}

function matchMap(pattern: object): Matcher {
  const fields = pairsOf(pattern).map(([key, value]) => [key, compilePattern(value)] as const);
  return (term, bindings) => {
    if (!isMap(term)) return false;
    return fields.every(([key, matches]) => {
      const found = valueOf(term, key);
      return found !== undefined && matches(found[0], bindings);
    });
  };
}
