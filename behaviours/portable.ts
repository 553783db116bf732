/**
 * portable: what a process answers to a caller on another node. Functions cannot travel, so modules are replaced by their
 * names, wherever in the term they are.
 */
import { moduleName } from './moduleName.js';

export function portable(term: unknown): unknown {
  if (Array.isArray(term)) return term.map(portable);
  if (typeof term === 'function') return term.name;
  if (typeof term !== 'object' || term === null) return term;
  const name = moduleName(term);
  if (name !== term) return name;
  const prototype: unknown = Object.getPrototypeOf(term);
  if (prototype !== Object.prototype && prototype !== null) return term;
  return Object.fromEntries(Object.entries(term).map(([key, value]) => [key, portable(value)]));
}
