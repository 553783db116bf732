/** Maps of both kinds: plain objects, and Maps, whose keys are any terms. */
import { termEquals } from '../../lib/index.js';

export function isMap(term: unknown): term is object {
  if (typeof term !== 'object' || term === null) return false;
  const prototype: unknown = Object.getPrototypeOf(term);
  return term instanceof Map || prototype === Object.prototype || prototype === null;
}

export function pairsOf(map: object): readonly (readonly [key: unknown, value: unknown])[] {
  return map instanceof Map ? [...(map as ReadonlyMap<unknown, unknown>)] : Object.entries(map);
}

/** `[value]` under a key, or undefined. */
export function valueOf(map: object, key: unknown): readonly [unknown] | undefined {
  if (!(map instanceof Map)) {
    const hasKey = (typeof key === 'string' || typeof key === 'number') && Object.hasOwn(map, key);
    return hasKey ? [(map as Readonly<Record<PropertyKey, unknown>>)[key]] : undefined;
  }
  if (map.has(key)) return [map.get(key)];
  for (const [other, value] of map as ReadonlyMap<unknown, unknown>) if (termEquals(other, key)) return [value];
  return undefined;
}
