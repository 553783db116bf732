/**
 * msgpackCodec: terms as MessagePack, by msgpackr, and the default of every node.
 *
 * Short messages are written and read in one walk (ShortWriter, ShortReader), as the bytes that msgpackr makes of them. Of all
 * else, Outbound gives what MessagePack lacks the form of tagged arrays, msgpackr packs; on the way back the guard walks the
 * bytes, msgpackr unpacks, Inbound restores. Of msgpackr's extensions only its `undefined` is used, and none is added:
 * they are global to a module instance. The build used is one of its own beside that of `import 'msgpackr'`, so that
 * an application's extensions and this codec never meet; it also parses without native code.
 */
import msgpackr from 'msgpackr/index-no-eval';
import type { Codec } from '../codec.js';
import { Classes } from './classes.js';
import type { CodecOptions } from './codecOptions.js';
import { DecodeError } from './decodeError.js';
import { Guard } from './guard.js';
import { Inbound } from './inbound.js';
import { codecLimits, type CodecLimits } from './limits.js';
import { Outbound } from './outbound.js';
import { Refusal } from './refusal.js';
import { notShort, ShortReader } from './shortReader.js';
import { mostBytes, ShortWriter } from './shortWriter.js';

const format = { hasUndefined: true, hasNonFinite: true, hasBigint: true, hasBytes: true };

// variableMapSize: compact headers, and more than 65,535 keys. useToJSON: a key `toJSON` is data.
const packOptions = { useRecords: false, variableMapSize: true, useToJSON: false, moreTypes: false };
const packr = new msgpackr.Packr(packOptions);
const unpackr = new msgpackr.Unpackr({ useRecords: false, mapsAsObjects: true });
/** How many packs are under way: a getter may encode another term. */
let packing = 0;

/** Above this, what was packed took a buffer that msgpackr must not go on filling: each small frame would keep it. */
const largeFrame = 65_536;

/**
 * A codec of its own, for instances of registered classes or with other limits.
 *
 * @throws RangeError over a limit that is none, or a class registered twice
 */
export function createMsgpackCodec(options: CodecOptions = {}): Codec {
  return new MsgpackCodec(options);
}

class MsgpackCodec implements Codec {
  readonly name = 'msgpack';
  readonly #limits: CodecLimits;
  readonly #outbound: Outbound;
  readonly #inbound: Inbound;
  readonly #guard: Guard;
  readonly #shortWriter: ShortWriter | undefined;
  readonly #shortReader: ShortReader | undefined;
  /** Small frames are read here: msgpackr needs a DataView of each buffer, which costs more than the copy. */
  readonly #small = Buffer.alloc(4096);
  #restoring = false;

  constructor({ classes, limits }: CodecOptions) {
    const registered = new Classes(classes);
    this.#limits = codecLimits(limits);
    this.#outbound = new Outbound(format, this.#limits, registered);
    this.#inbound = new Inbound(this.#limits, registered);
    this.#guard = new Guard(this.#limits);
    const hasShort = ShortWriter.suits(this.#limits) && !registered.lookLikeArrays;
    this.#shortWriter = hasShort ? new ShortWriter() : undefined;
    this.#shortReader = hasShort ? new ShortReader() : undefined;
  }

  encode(term: unknown): Uint8Array {
    const short = this.#shortWriter?.write(term);
    if (short !== undefined) return short;
    try {
      const bytes = pack(this.#outbound.term(term));
      if (bytes.length > this.#limits.maxBytes) throw Refusal.ofSize(this.#limits);
      return bytes;
    } catch (thrown) {
      throw Refusal.from(thrown).toError('message');
    }
  }

  decode(bytes: Uint8Array): unknown {
    const { length } = bytes;
    if (length <= mostBytes && this.#shortReader !== undefined) {
      const term = this.#shortReader.read(asBuffer(bytes));
      if (term !== notShort) return term;
    }
    if (length > this.#limits.maxBytes) throw new DecodeError(`${length} bytes are more than maxBytes`);
    try {
      const source = this.#source(bytes);
      return this.#guard.check(source, length) ? this.#restore(source, length) : unpackr.unpack(source, length);
    } catch (thrown) {
      throw DecodeError.from(thrown);
    }
  }

  // While a registered class restores an instance it may decode: the bytes of the outer term still lie in #small.
  #source(bytes: Uint8Array): Buffer {
    if (bytes.length > this.#small.length || this.#restoring) {
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.#small.set(bytes);
    return this.#small;
  }

  #restore(source: Buffer, length: number): unknown {
    const outer = this.#restoring;
    this.#restoring = true;
    try {
      return this.#inbound.term(unpackr.unpack(source, length));
    } finally {
      this.#restoring = outer;
    }
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function pack(carried: unknown): Uint8Array {
  packing++;
  try {
    const bytes = packr.pack(carried);
    if (bytes.length > largeFrame && packing === 1) packr.useBuffer(Buffer.allocUnsafeSlow(8192));
    return bytes;
  } finally {
    packing--;
  }
}

/** The codec of a node that is given no other: plain data, and the library's and JavaScript's own classes. */
export const msgpackCodec: Codec = createMsgpackCodec();
