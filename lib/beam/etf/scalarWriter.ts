/** ScalarWriter: numbers, texts and bytes in the external term format. */
import type { Binary } from './binary.js';
import type { ByteWriter } from './byteWriter.js';
import { magnitudeOf } from './integers.js';
import type { TermLimits } from './limits.js';
import { tags } from './tags.js';
import { hasHalfCharacter } from './texts.js';

const smallestI32 = -(2 ** 31);
const largestI32 = 2 ** 31 - 1;
/** Lists of bytes up to this length have a form of their own. */
const longestString = 65_535;

export class ScalarWriter {
  readonly #output: ByteWriter;
  readonly #limits: TermLimits;
  readonly #refuse: (problem: string) => never;

  constructor(output: ByteWriter, limits: TermLimits, refuse: (problem: string) => never) {
    this.#output = output;
    this.#limits = limits;
    this.#refuse = refuse;
  }

  number(value: number): void {
    if (!Number.isInteger(value)) return this.float(value);
    const output = this.#output;
    if (value >= 0 && value < 256) return output.tagged(tags.smallInteger, value);
    if (value < smallestI32 || value > largestI32) return this.bigint(BigInt(value));
    output.u8(tags.integer);
    output.i32(value);
  }

  float(value: number): void {
    if (!Number.isFinite(value)) this.#refuse(`${value} is no number in Erlang`);
    this.#output.u8(tags.newFloat);
    this.#output.f64(value);
  }

  bigint(value: bigint): void {
    if (value >= BigInt(smallestI32) && value <= BigInt(largestI32)) return this.number(Number(value));
    const output = this.#output;
    const magnitude = magnitudeOf(value);
    const { maxIntegerBytes } = this.#limits;
    if (magnitude.length > maxIntegerBytes) {
      this.#refuse(`an integer of ${magnitude.length} bytes; at most ${maxIntegerBytes} can travel`);
    }
    if (magnitude.length < 256) {
      output.tagged(tags.smallBig, magnitude.length);
    } else {
      output.u8(tags.largeBig);
      output.u32(magnitude.length);
    }
    output.u8(value < 0n ? 1 : 0);
    output.put(magnitude);
  }

  /** A text as a binary. */
  text(text: string): void {
    const output = this.#output;
    output.u8(tags.binary);
    const at = output.take(4);
    const size = output.text(text);
    output.setU32(at, size);
    if (size > text.length && hasHalfCharacter(text)) this.#refuse('a text with half of a character cannot travel');
  }

  bytes(bytes: Uint8Array): void {
    this.#output.u8(tags.binary);
    this.#output.u32(bytes.length);
    this.#output.put(bytes);
  }

  binary(binary: Binary): void {
    const output = this.#output;
    const isBits = binary.lastBits !== 8;
    output.u8(isBits ? tags.bitBinary : tags.binary);
    output.u32(binary.byteSize);
    if (isBits) output.u8(binary.lastBits);
    const at = output.take(binary.byteSize);
    binary.copyTo(output.bytes, at);
  }

  /** A list of bytes, in the form that Erlang gives it; false if it is another list. */
  string(items: readonly unknown[]): boolean {
    if (items.length === 0 || items.length > longestString || !items.every(isByte)) return false;
    this.#output.u8(tags.string);
    this.#output.u16(items.length);
    this.#output.put(Uint8Array.from(items));
    return true;
  }
}

function isByte(item: unknown): item is number {
  return typeof item === 'number' && Number.isInteger(item) && item >= 0 && item < 256;
}
