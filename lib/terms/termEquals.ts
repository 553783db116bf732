/**
 * Erlang's `=:=` for terms: deep equality of data, identity for everything else.
 */
import { isPlainObject } from './plainData.js';

/**
 * Whether two terms are equal as Erlang's `=:=` sees it: arrays, plain objects, Maps, Sets, Dates, typed arrays and
 * Errors of the same kind by what they hold (Map keys by identity), other objects (addresses, references, functions)
 * by identity.
 *
 * @example
 * import { termEquals } from 'regent-otp';
 *
 * termEquals(['ok', { balance: 10 }], ['ok', { balance: 10 }]); // => true
 */
export function termEquals(a: unknown, b: unknown): boolean {
  if (a === b || (a !== a && b !== b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && equalArrays(a, b);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b))
    return isPlainObject(a) && isPlainObject(b) && equalObjects(a, b);
  if (a instanceof Map) return equalMaps(a, b as Map<unknown, unknown>);
  if (a instanceof Set)
    return a.size === (b as Set<unknown>).size && [...a].every((item) => (b as Set<unknown>).has(item));
  if (a instanceof Date) return a.getTime() === (b as Date).getTime();
  if (ArrayBuffer.isView(a)) return equalBytes(a, b as ArrayBufferView);
  if (a instanceof Error) return a.message === (b as Error).message && a.name === (b as Error).name;
  return isPlainObject(a) && equalObjects(a, b as Record<PropertyKey, unknown>);
}

function equalArrays(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (!termEquals(a[index], b[index])) return false;
  }
  return true;
}

function equalObjects(a: Record<PropertyKey, unknown>, b: Record<PropertyKey, unknown>): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && termEquals(a[key], b[key]))
  );
}

function equalMaps(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    if (!b.has(key) || !termEquals(value, b.get(key))) return false;
  }
  return true;
}

function equalBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  if (a.byteLength !== b.byteLength) return false;
  const bytes = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
  const others = new Uint8Array(b.buffer, b.byteOffset, b.byteLength);
  return bytes.every((byte, index) => byte === others[index]);
}
