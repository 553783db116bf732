/**
 * Hooks in messages: an object that is part of a message may want to know what becomes of it.
 */
import type { Address } from '../terms/address.js';
import { isPlainObject } from '../terms/plainData.js';

/** The method that is called when a message with the object in it is sent by a process that is traced. */
export const traceSent: unique symbol = Symbol('regent.traceSent');
/** The method that is called when a message with the object in it comes into the mailbox of a process that is traced. */
export const traceReceived: unique symbol = Symbol('regent.traceReceived');

/** An object that can be part of a message and wants to know of its ways. */
export interface TracedMessage {
  [traceSent]?(info: { readonly from: Address; readonly to: unknown }): void;
  [traceReceived]?(info: { readonly by: Address }): void;
}

// Diagnosis must not take for ever: what lies further into a message is not looked for.
const maxParts = 10_000;

/** The objects of a message with a hook, itself included. */
export function hookedIn(message: unknown, hook: typeof traceSent | typeof traceReceived): readonly TracedMessage[] {
  const found: TracedMessage[] = [];
  const seen = new Set<unknown>();
  const pending = [message];
  while (pending.length > 0 && seen.size < maxParts) {
    const part = pending.pop();
    if (typeof part !== 'object' || part === null || seen.has(part)) continue;
    seen.add(part);
    if (typeof (part as TracedMessage)[hook] === 'function') found.push(part);
    pending.push(...partsOf(part));
  }
  return found;
}

function partsOf(part: object): readonly unknown[] {
  if (Array.isArray(part)) return part.slice(0, maxParts);
  if (part instanceof Map) return [...part].flat().slice(0, maxParts);
  if (part instanceof Set) return [...part].slice(0, maxParts);
  return isPlainObject(part) ? Object.values(part).slice(0, maxParts) : [];
}
