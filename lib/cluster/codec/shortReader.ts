/**
 * ShortReader: the way back for what ShortWriter writes, in one walk. It trusts no byte, and makes no judgement: bytes that
 * are anything else it leaves to the guard, to take or to refuse.
 */
import { KnownTexts } from './knownTexts.js';
import { mostDepth } from './shortWriter.js';
import { tagCodes } from './tags.js';

/** Instead of a term: the bytes are not for us. */
export const notShort = Symbol('not short');

const nothing = Buffer.alloc(0);

const float = new DataView(new ArrayBuffer(8));
const floatBytes = new Uint8Array(float.buffer);

export class ShortReader {
  readonly #texts = new KnownTexts();
  #bytes: Buffer = nothing;
  #at = 0;
  #end = 0;

  /** The term that the bytes are from the first to the last. */
  read(bytes: Buffer): unknown {
    this.#bytes = bytes;
    this.#at = 0;
    this.#end = bytes.length;
    const term = this.#any(0);
    this.#bytes = nothing;
    return this.#at === this.#end ? term : notShort;
  }

  #any(depth: number): unknown {
    if (this.#at >= this.#end) return this.#no();
    const token = this.#bytes[this.#at++]!;
    if (token < 0x80) return token;
    if (token < 0x90) return this.#object(token & 0x0f, depth);
    if (token < 0xa0) return this.#array(token & 0x0f, depth);
    if (token < 0xc0) return this.#text(token & 0x1f);
    if (token >= 0xe0) return token - 0x100;
    return this.#other(token);
  }

  #array(length: number, depth: number): unknown {
    const bytes = this.#bytes;
    const at = this.#at;
    // A tag may be the first item.
    if (depth === mostDepth || at + length > this.#end) return this.#no();
    if (length > 0 && bytes[at] === 0xa1 && tagCodes[bytes[at + 1]! | 0] === 1) return this.#no();
    const items = new Array<unknown>(length);
    for (let index = 0; index < length; index++) items[index] = this.#any(depth + 1);
    return items;
  }

  #object(length: number, depth: number): unknown {
    if (depth === mostDepth) return this.#no();
    const object: Record<string, unknown> = {};
    for (let index = 0; index < length; index++) {
      const key = this.#key();
      if (key === undefined || key === '__proto__') return this.#no();
      object[key] = this.#any(depth + 1);
    }
    return object;
  }

  #key(): string | undefined {
    if (this.#at >= this.#end) return undefined;
    const token = this.#bytes[this.#at++]!;
    const text =
      token >= 0xa0 && token < 0xc0 ? this.#text(token & 0x1f) : token === 0xd9 ? this.#longText() : undefined;
    return typeof text === 'string' ? text : undefined;
  }

  #text(length: number): unknown {
    const at = this.#at;
    if (at + length > this.#end) return this.#no();
    this.#at = at + length;
    return this.#texts.at(this.#bytes, at, length) ?? this.#no();
  }

  #longText(): unknown {
    const at = this.#at;
    return at < this.#end ? ((this.#at = at + 1), this.#text(this.#bytes[at]!)) : this.#no();
  }

  #other(token: number): unknown {
    const bytes = this.#bytes;
    const at = this.#at;
    const size = token >= 0xcb && token <= 0xd4 ? sizes[token - 0xcb]! : 0;
    if (at + size > this.#end) return this.#no();
    this.#at = at + size;
    switch (token) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xcb:
        return this.#float(at);
      case 0xcc:
        return bytes[at]!;
      case 0xcd:
        return (bytes[at]! << 8) | bytes[at + 1]!;
      case 0xce:
        return this.#int32(at) >>> 0;
      case 0xd0:
        return (bytes[at]! << 24) >> 24;
      case 0xd1:
        return ((bytes[at]! << 24) >> 16) | bytes[at + 1]!;
      case 0xd2:
        return this.#int32(at);
      case 0xd4:
        return bytes[at] === 0 && bytes[at + 1] === 0 ? undefined : this.#no();
      case 0xd9:
        return this.#longText();
      default:
        return this.#no();
    }
  }

  #int32(at: number): number {
    const bytes = this.#bytes;
    return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }

  #float(at: number): number {
    for (let index = 0; index < 8; index++) floatBytes[index] = this.#bytes[at + index]!;
    return float.getFloat64(0);
  }

  /** Nothing more is read, and the whole is not taken. */
  #no(): undefined {
    this.#at = this.#end + 1;
    return undefined;
  }
}

/** The bytes behind the tokens from 0xcb on; none for those that are not read here. */
const sizes = [8, 1, 2, 4, 0, 1, 2, 4, 0, 2];
