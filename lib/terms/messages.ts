/**
 * What a node does to a message between `send` and the mailbox, so that two processes never change one object:
 *
 * 'frozen': plain objects and arrays are frozen, deeply; a port that mutates a message fails where it does so. What is
 *   frozen already is taken to be so deeply.
 * 'shared': nothing. Right when nobody mutates messages, and the fastest.
 * 'cloned': plain data, Maps, Sets, Dates and binary data are copied, as Erlang does.
 *
 * Class instances, addresses, references and functions pass as they are in all three.
 */
import { isPlainObject } from './plainData.js';
import { keepSequenceKind } from './sequenceKind.js';

export type MessageMode = 'frozen' | 'shared' | 'cloned';

/** The function that a node applies to each message its processes send. */
export const prepareMessage: Readonly<Record<MessageMode, (message: unknown) => unknown>> = {
  frozen: (message) => (typeof message === 'object' && message !== null ? deepFreeze(message) : message),
  shared: (message) => message,
  cloned: (message) => (typeof message === 'object' && message !== null ? clone(message, new Map()) : message),
};

/** A copy of a term: what 'cloned' makes of a message. */
export const copyTerm: (term: unknown) => unknown = prepareMessage.cloned;

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
    keepSequenceKind(copy, value);
    return copy;
  }
  switch (Object.getPrototypeOf(value)) {
    case Map.prototype:
      return cloneMap(value as Map<unknown, unknown>, copies);
    case Set.prototype:
      return cloneSet(value as Set<unknown>, copies);
    case Date.prototype:
      return new Date((value as Date).getTime());
    case ArrayBuffer.prototype:
      return (value as ArrayBuffer).slice(0);
  }
  if (ArrayBuffer.isView(value)) return cloneView(value);
  return isPlainObject(value) ? clonePlain(value, copies) : value;
}

function cloneMap(value: ReadonlyMap<unknown, unknown>, copies: Map<object, object>): Map<unknown, unknown> {
  const copy = new Map<unknown, unknown>();
  copies.set(value, copy);
  for (const [key, item] of value) copy.set(clone(key, copies), clone(item, copies));
  return copy;
}

function cloneSet(value: ReadonlySet<unknown>, copies: Map<object, object>): Set<unknown> {
  const copy = new Set<unknown>();
  copies.set(value, copy);
  for (const item of value) copy.add(clone(item, copies));
  return copy;
}

// Only the bytes of the view: a Buffer's stand in a pool with those of others.
function cloneView(view: ArrayBufferView): ArrayBufferView {
  if (Buffer.isBuffer(view)) return Buffer.from(view);
  if (view instanceof DataView)
    return new DataView(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
  return (view as Uint8Array).slice();
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
