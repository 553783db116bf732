/**
 * What a supervisor answers to a caller on another node: functions cannot travel, so modules are replaced by their
 * names, also inside of the arguments of a start function.
 */
import { moduleName } from '../../behaviours/index.js';

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
