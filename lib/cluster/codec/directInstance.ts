/**
 * Direct instances of built-in classes, also of another realm's (a vm context, a test runner's): their prototype lies
 * at a known distance from the end of the chain. An instance of a subclass is not one: it would arrive as less.
 */

/** Whether `levels` prototypes lie between the value and Object.prototype: 1 for an Array, a Map, a Date. */
export function isDirectInstance(value: object, levels = 1): boolean {
  let prototype = Object.getPrototypeOf(value) as object | null;
  for (let level = 0; level < levels && prototype !== null; level++) {
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return prototype !== null && Object.getPrototypeOf(prototype) === null;
}
