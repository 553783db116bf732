/**
 * Erlang's `=:=` for terms: deep equality of data, identity for everything else.
 */
import { isPlainObject } from './plainData.js';

/**
 * The key of a method of a class whose objects are data: it gives a term, and two objects of the class are equal if theirs
 * are. Without it objects of classes are equal only to themselves.
 *
 * @example
 * import { essence, termEquals } from 'regent-otp';
 *
 * class Version {
 *   major = 1;
 *   minor = 0;
 *   [essence]() {
 *     return [this.major, this.minor];
 *   }
 * }
 * termEquals(new Version(), new Version()); // => true
 */
export const essence: unique symbol = Symbol('essence');

/**
 * Whether two terms are equal as Erlang's `=:=` sees it: arrays, plain objects, Maps, Sets, Dates, binary data and
 * Errors of the same kind by what they hold, objects of classes with an `essence` by that, other objects (addresses,
 * references, functions) by identity.
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
  if (a instanceof Map && b instanceof Map) return equalMaps(a, b);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b))
    return isPlainObject(a) && isPlainObject(b) && equalObjects(a, b);
  if (a instanceof Set) return equalSets(a, b as Set<unknown>);
  if (a instanceof Date) return termEquals(a.getTime(), (b as Date).getTime());
  if (ArrayBuffer.isView(a)) return equalBytes(a, b as ArrayBufferView);
  if (a instanceof ArrayBuffer) return equalBytes(new Uint8Array(a), new Uint8Array(b as ArrayBuffer));
  if (essence in a) return termEquals(essenceOf(a), essenceOf(b));
  if (a instanceof Error) return a.message === (b as Error).message && a.name === (b as Error).name;
  return isPlainObject(a) && equalObjects(a, b as Record<PropertyKey, unknown>);
}

/** What an object is equal by, as its class says; undefined if it does not. */
export function essenceOf(object: object): unknown {
  return essence in object ? (object as { [essence](): unknown })[essence]() : undefined;
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
  const keys = equalKeys(a, b);
  if (keys === undefined) return false;
  for (const [key, value] of a) {
    if (!termEquals(value, b.get(keys.get(key) ?? key))) return false;
  }
  return true;
}

function equalSets(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean {
  return equalKeys(a, b) !== undefined;
}

interface Keyed {
  readonly size: number;
  has(key: unknown): boolean;
  keys(): Iterable<unknown>;
}

/** For each key of `a` that is not a key of `b` itself the equal one of `b`; undefined if the keys are not equal. */
function equalKeys(a: Keyed, b: Keyed): ReadonlyMap<unknown, unknown> | undefined {
  if (a.size !== b.size) return undefined;
  const pairs = new Map<unknown, unknown>();
  let others: Set<unknown> | undefined;
  for (const key of a.keys()) {
    if (b.has(key)) continue;
    others ??= new Set([...b.keys()].filter((other) => typeof other === 'object' && !a.has(other)));
    const equal = [...others].find((other) => termEquals(key, other));
    if (equal === undefined) return undefined;
    others.delete(equal);
    pairs.set(key, equal);
  }
  return pairs;
}

function equalBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  if (a.byteLength !== b.byteLength) return false;
  const bytes = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
  const others = new Uint8Array(b.buffer, b.byteOffset, b.byteLength);
  return bytes.every((byte, index) => byte === others[index]);
}
