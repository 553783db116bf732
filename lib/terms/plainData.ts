/** Which objects are plain data: an object literal, or one without a prototype; also of another realm. */
export function isPlainObject(value: object): value is Record<PropertyKey, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}
