/**
 * portable: what a process answers to a caller on another node. Functions cannot travel, so modules are replaced by their
 * names, wherever in the term they are.
 *
 * The term is as the user's code made it: what occurs in it twice is copied once, so a cycle stays a cycle, and what lies
 * deeper than anything may that travels is left as it is. The codec refuses both, and names the place.
 */
import { keepSequenceKind } from '../lib/index.js';
import { moduleName } from './moduleName.js';

/** No codec lets a term of more levels through. */
const maxDepth = 1000;

type Copies = Map<object, unknown>;

export function portable(term: unknown): unknown {
  return portableAt(0, term, new Map());
}

function portableAt(depth: number, term: unknown, copies: Copies): unknown {
  if (typeof term === 'function') return term.name;
  if (typeof term !== 'object' || term === null || depth > maxDepth) return term;
  if (copies.has(term)) return copies.get(term);
  const inside = (part: unknown): unknown => portableAt(depth + 1, part, copies);
  if (Array.isArray(term)) return copyArray(term, inside, copies);
  const name = moduleName(term);
  if (name !== term) return name;
  if (term instanceof Map) return copyMap(term, inside, copies);
  if (term instanceof Set) return copySet(term, inside, copies);
  const prototype: unknown = Object.getPrototypeOf(term);
  return prototype === Object.prototype || prototype === null ? copyObject(term, inside, copies) : term;
}

type Inside = (part: unknown) => unknown;

function copyArray(term: readonly unknown[], inside: Inside, copies: Copies): readonly unknown[] {
  const copy: unknown[] = [];
  copies.set(term, copy);
  for (const item of term) copy.push(inside(item));
  keepSequenceKind(copy, term);
  return copy;
}

function copyMap(term: ReadonlyMap<unknown, unknown>, inside: Inside, copies: Copies): ReadonlyMap<unknown, unknown> {
  const copy = new Map<unknown, unknown>();
  copies.set(term, copy);
  for (const [key, value] of term) copy.set(inside(key), inside(value));
  return copy;
}

function copySet(term: ReadonlySet<unknown>, inside: Inside, copies: Copies): ReadonlySet<unknown> {
  const copy = new Set<unknown>();
  copies.set(term, copy);
  for (const member of term) copy.add(inside(member));
  return copy;
}

function copyObject(term: object, inside: Inside, copies: Copies): object {
  const copy = {};
  copies.set(term, copy);
  for (const [key, value] of Object.entries(term)) {
    // Defined, not assigned: a key named __proto__ is data.
    Object.defineProperty(copy, key, { value: inside(value), writable: true, enumerable: true, configurable: true });
  }
  return copy;
}
