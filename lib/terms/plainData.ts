/**
 * Which objects are plain data: an object literal, or one without a prototype; also of another realm. A module's
 * namespace (`import * as bank`) has no prototype either but is none: it cannot be frozen.
 */
export function isPlainObject(value: object): value is Record<PropertyKey, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return !(Symbol.toStringTag in value);
  return prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
