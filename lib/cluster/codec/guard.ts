/**
 * Guard: a walk over the bytes of a MessagePack term before they are unpacked. It does not recurse and allocates
 * nothing, so that its cost is bounded by the length of the bytes. What it lets pass is one whole term within the
 * limits, whose every length fits the bytes that are left, made of what `msgpackCodec` writes: no records, references
 * or other extensions, and only strings as keys.
 */
import { DecodeError } from './decodeError.js';
import type { CodecLimits } from './limits.js';
import { tagCodes } from './tags.js';

export class Guard {
  readonly #maxTerms: number;
  readonly #maxDepth: number;
  /** What is left to read of each container that is open; below zero for a map. */
  readonly #open: Int32Array;

  constructor({ maxTerms, maxDepth }: CodecLimits) {
    this.#maxTerms = maxTerms;
    this.#maxDepth = maxDepth;
    this.#open = new Int32Array(maxDepth);
  }

  /**
   * Checks the first `end` bytes.
   *
   * @returns whether unpacking leaves something to restore: a tagged array, or bytes
   * @throws DecodeError that names the offset
   */
  check(bytes: Uint8Array, end: number): boolean {
    // A value takes a byte at least: this one bound holds all counts against the bytes that are left.
    const maxTerms = Math.min(this.#maxTerms, end);
    const open = this.#open;
    let [position, depth, terms, left] = [0, 0, 1, 1];
    let inMap = false;
    let restore = false;
    for (;;) {
      while (left === 0) {
        if (depth === 0) return position === end ? restore : refuseEnd(position, end);
        left = open[--depth]!;
        inMap = left < 0;
        if (inMap) left = -left;
      }
      left--;
      if (inMap && position < end) position = keyEnd(bytes, position);
      if (position >= end) return refuseEnd(position, end);
      const token = bytes[position++]!;
      if (token < 0x80 || token >= 0xe0) continue;
      if (token >= 0xa0 && token < 0xdc) {
        if (token >= 0xc4 && token <= 0xc6) restore = true;
        position = token < 0xc0 ? position + (token & 0x1f) : scalarEnd(bytes, token, position);
        continue;
      }
      const isMap = token < 0x90 || token >= 0xde;
      let count = token & 0x0f;
      if (token >= 0xdc) {
        const isLong = token % 2 === 1;
        count = isLong ? uint32(bytes, position) : uint16(bytes, position);
        position += isLong ? 4 : 2;
        if (position > end) return refuseEnd(position, end);
      }
      if ((terms += isMap ? 2 * count : count) > maxTerms) return this.#refuseCount(count, position);
      if (depth >= this.#maxDepth) return refuse(`more than ${this.#maxDepth} levels (maxDepth)`, position);
      open[depth++] = inMap ? -left : left;
      left = count;
      inMap = isMap;
      if (!isMap && bytes[position] === 0xa1 && tagCodes[bytes[position + 1]! | 0] === 1) restore = true;
    }
  }

  #refuseCount(count: number, position: number): never {
    return refuse(
      `${count} items are more than the bytes that are left or ${this.#maxTerms} values (maxTerms)`,
      position,
    );
  }
}

// Offsets run past the end where a length does, and never back: so all that is read there does not matter.

/** Where a key ends. */
function keyEnd(bytes: Uint8Array, position: number): number {
  const token = bytes[position]! | 0;
  if (token === 0xa9 && isProto(bytes, position + 1)) return refuse('a key __proto__', position);
  if (token >= 0xa0 && token < 0xc0) return position + 1 + (token & 0x1f);
  if (token >= 0xd9 && token <= 0xdb) return scalarEnd(bytes, token, position + 1);
  return refuse('a key that is no string', position);
}

/** Where a value ends that is no container, from the byte after its token. */
function scalarEnd(bytes: Uint8Array, token: number, position: number): number {
  switch (token) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return position;
    case 0xc4: // bin 8
    case 0xd9: // str 8
      return position + 1 + (bytes[position]! | 0);
    case 0xc5: // bin 16
    case 0xda: // str 16
      return position + 2 + uint16(bytes, position);
    case 0xc6: // bin 32
    case 0xdb: // str 32
      return position + 4 + uint32(bytes, position);
    case 0xcc: // uint 8
    case 0xd0: // int 8
      return position + 1;
    case 0xcd: // uint 16
    case 0xd1: // int 16
      return position + 2;
    case 0xca: // float 32
    case 0xce: // uint 32
    case 0xd2: // int 32
      return position + 4;
    case 0xcb: // float 64
    case 0xcf: // uint 64
    case 0xd3: // int 64
      return position + 8;
    case 0xd4: // fixext 1: undefined
      if (bytes[position] === 0 && bytes[position + 1] === 0) return position + 2;
      return refuse('an extension', position - 1);
    default:
      return refuse(`the token 0x${token.toString(16)}`, position - 1);
  }
}

function uint16(bytes: Uint8Array, position: number): number {
  return (bytes[position]! << 8) | bytes[position + 1]!;
}

function uint32(bytes: Uint8Array, position: number): number {
  return uint16(bytes, position) * 0x10000 + uint16(bytes, position + 2);
}

const proto = Buffer.from('__proto__');

function isProto(bytes: Uint8Array, start: number): boolean {
  return proto.every((byte, index) => bytes[start + index] === byte);
}

function refuseEnd(position: number, end: number): never {
  return position < end ? refuse('bytes after the end of the term', position) : refuse('the term is cut off', end);
}

function refuse(problem: string, offset: number): never {
  throw new DecodeError(`byte ${offset}: ${problem}`);
}
