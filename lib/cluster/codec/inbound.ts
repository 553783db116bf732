/**
 * Inbound: from what a format carried back to the term. It works in place on what was just decoded, which nobody else
 * has, and takes nothing on trust: each tagged array is checked in full. Its recursion is bounded, as the guard has
 * already checked the depth.
 */
import { makeBinary } from './binaries.js';
import type { Classes } from './classes.js';
import { DecodeError } from './decodeError.js';
import { makeError } from './errors.js';
import { FloodGauge } from './floodGauge.js';
import { Arrivals } from './identifiers.js';
import type { CodecLimits } from './limits.js';
import { isTag, tags, type Tag } from './tags.js';

export class Inbound {
  readonly #limits: CodecLimits;
  readonly #classes: Classes;
  readonly #arrivals: Arrivals;
  readonly #gauge = new FloodGauge();

  constructor(limits: CodecLimits, classes: Classes) {
    this.#limits = limits;
    this.#classes = classes;
    this.#arrivals = new Arrivals(limits.maxHomes);
  }

  /**
   * The term that the carried form stands for. The form is used up.
   *
   * @throws DecodeError, or what a registered class throws over its data
   */
  term(carried: unknown): unknown {
    try {
      return this.#any(carried);
    } finally {
      this.#arrivals.endTerm();
      this.#gauge.reset();
    }
  }

  #any(carried: unknown): unknown {
    if (typeof carried !== 'object' || carried === null) return carried;
    if (Array.isArray(carried)) return isTag(carried[0]) ? this.#tagged(carried[0], carried) : this.#items(carried, 0);
    if (carried instanceof Uint8Array) return new Uint8Array(carried);
    for (const key of Object.keys(carried)) {
      const value = (carried as Record<string, unknown>)[key];
      if (typeof value === 'object') (carried as Record<string, unknown>)[key] = this.#any(value);
    }
    return carried;
  }

  #items(array: unknown[], from: number): unknown[] {
    for (let index = from; index < array.length; index++) {
      const item = array[index];
      if (typeof item === 'object') array[index] = this.#any(item);
    }
    return array;
  }

  #tagged(tag: Tag, array: unknown[]): unknown {
    switch (tag) {
      case tags.address:
        return array.length === 4 ? this.#arrivals.address(array[1], array[2], array[3]) : malformed(array);
      case tags.ref:
        return array.length === 4 ? this.#arrivals.ref(array[1], array[2], array[3]) : malformed(array);
      case tags.bytes:
        return array.length === 3 ? makeBinary(array[1], payload(array, 2)) : malformed(array);
      case tags.text:
        return array.length === 2 ? utf16(payload(array, 1)) : malformed(array);
      case tags.number:
        return array.length === 2 ? (numbers.get(array[1]) ?? malformed(array)) : malformed(array);
      case tags.bigint:
        return array.length === 2 ? this.#bigint(array) : malformed(array);
      case tags.nothing:
        return array.length === 1 ? undefined : malformed(array);
      case tags.date:
        return array.length === 2 ? dateOf(array) : malformed(array);
      case tags.quote:
        return this.#items(array, 1).slice(1);
      case tags.set:
        return this.#set(this.#items(array, 1));
      case tags.map:
        return array.length % 2 === 1 ? this.#map(this.#items(array, 1)) : malformed(array);
      case tags.pairs:
        return array.length % 2 === 1 ? objectOf(this.#items(array, 1)) : malformed(array);
      case tags.error:
        return makeError(this.#items(array, 1).slice(1));
      case tags.instance:
        return this.#classes.make(this.#items(array, 1).slice(1));
      default:
        throw new DecodeError(`no tag ${tag satisfies never}`);
    }
  }

  #bigint(array: readonly unknown[]): bigint {
    const text = array[1];
    const longest = this.#limits.maxBigintBits / 4 + 2;
    const parts = typeof text === 'string' && text.length <= longest ? /^(-?)([\da-f]+)$/.exec(text) : null;
    if (parts === null) return malformed(array);
    const magnitude = BigInt(`0x${parts[2]!}`);
    return parts[1] === '-' ? -magnitude : magnitude;
  }

  #set(array: readonly unknown[]): Set<unknown> {
    const set = new Set();
    for (let index = 1; index < array.length; index++) {
      set.add(array[index]);
      this.#gauge.count();
    }
    return set;
  }

  #map(array: readonly unknown[]): Map<unknown, unknown> {
    const map = new Map();
    for (let index = 1; index < array.length; index += 2) {
      map.set(array[index], array[index + 1]);
      this.#gauge.count();
    }
    return map;
  }
}

const numbers = new Map<unknown, number>([
  ['-0', -0],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

function payload(array: readonly unknown[], index: number): Uint8Array {
  const value = array[index];
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? Buffer.from(value, 'base64') : malformed(array);
}

function utf16(bytes: Uint8Array): string {
  if (bytes.length % 2 !== 0) throw new DecodeError('a text of half a UTF-16 unit');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf16le');
}

function dateOf(array: readonly unknown[]): Date {
  const time = array[1];
  if (time === null) return new Date(NaN);
  return Number.isInteger(time) && Math.abs(time as number) <= 8.64e15 ? new Date(time as number) : malformed(array);
}

function objectOf(array: readonly unknown[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let index = 1; index < array.length; index += 2) {
    const key = array[index];
    if (typeof key !== 'string') return malformed(array);
    // Defined, not assigned: a key named __proto__ is data.
    const value = array[index + 1];
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return object;
}

function malformed(array: readonly unknown[]): never {
  throw new DecodeError(`a malformed tagged array: '${String(array[0])}' with ${array.length - 1} fields`);
}
