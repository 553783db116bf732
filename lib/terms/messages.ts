/**
 * What a node does to a message between `send` and the mailbox, so that two processes never change one object:
 *
 * 'frozen': plain objects and arrays are frozen, deeply; a port that mutates a message fails where it does so.
 * 'shared': nothing. Right when nobody mutates messages, and the fastest.
 * 'cloned': plain data, Maps, Sets, Dates and typed arrays are copied, as Erlang does.
 *
 * Class instances, addresses, references and functions pass as they are in all three.
 */
import { isPlainObject } from './plainData.js';

export type MessageMode = 'frozen' | 'shared' | 'cloned';

/** The function that a node applies to each message its processes send. */
export const prepareMessage: Readonly<Record<MessageMode, (message: unknown) => unknown>> = {
  frozen: (message) => (typeof message === 'object' && message !== null ? deepFreeze(message) : message),
  shared: (message) => message,
  cloned: (message) => (typeof message === 'object' && message !== null ? clone(message, new Map()) : message),
};

// What is frozen already was frozen by an earlier send: forwarding a large message costs nothing.
function deepFreeze(message: object): object {
  if (!isFreezable(message)) return message;
  const pending: object[] = [message];
  Object.freeze(message);
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    for (const value of Object.values(item) as unknown[]) {
      if (typeof value === 'object' && value !== null && isFreezable(value)) {
        Object.freeze(value);
        pending.push(value);
      }
    }
  }
  return message;
}

function isFreezable(value: object): boolean {
  return !Object.isFrozen(value) && (Array.isArray(value) || isPlainObject(value));
}

function clone(value: unknown, copies: Map<object, object>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return copies.get(value) ?? cloneObject(value, copies);
}

function cloneObject(value: object, copies: Map<object, object>): object {
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    copies.set(value, copy);
    for (const item of value) copy.push(clone(item, copies));
    return copy;
  }
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    copies.set(value, copy);
    for (const [key, item] of value) copy.set(clone(key, copies), clone(item, copies));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    copies.set(value, copy);
    for (const item of value) copy.add(clone(item, copies));
    return copy;
  }
  if (value instanceof Date || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return structuredClone(value);
  return isPlainObject(value) ? clonePlain(value, copies) : value;
}

function clonePlain(value: Record<PropertyKey, unknown>, copies: Map<object, object>): object {
  const copy = Object.create(Object.getPrototypeOf(value) as object | null) as Record<PropertyKey, unknown>;
  copies.set(value, copy);
  for (const [key, item] of Object.entries(value)) {
    // Defined, not assigned: a key named __proto__ is data.
    Object.defineProperty(copy, key, {
      value: clone(item, copies),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return copy;
}
