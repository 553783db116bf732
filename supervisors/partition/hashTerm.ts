/**
 * hashTerm: a number for a term, the same for equal terms in every run. Pure. (Which one is nobody's business: Elixir says
 * that routing by keys that are no integers may change.)
 *
 * FNV-1a over the UTF-16 units of the term's text.
 */
import { Address, Ref } from '../../lib/index.js';

/** A 32-bit hash. Functions, and instances that are no addresses or references, all have the same one. */
export function hashTerm(term: unknown): number {
  const text = textOf(term);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function textOf(term: unknown): string {
  if (typeof term === 'string') return JSON.stringify(term);
  if (Array.isArray(term)) return `[${term.map(textOf).join()}]`;
  if (typeof term === 'number') return term === 0 ? '0' : String(term);
  if (term instanceof Address || term instanceof Ref) return term.toString();
  if (typeof term === 'function' || typeof term === 'symbol') return typeof term;
  if (typeof term !== 'object' || term === null) return String(term);
  const prototype: unknown = Object.getPrototypeOf(term);
  if (prototype !== Object.prototype && prototype !== null) return 'object';
  const keys = Object.keys(term).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${textOf((term as Record<string, unknown>)[key])}`).join()}}`;
}
