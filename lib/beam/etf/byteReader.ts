/** ByteReader: numbers and pieces of bytes that came from outside. Nothing is read beyond their end. */
import { DecodeError } from './etfError.js';

const empty = Buffer.alloc(0);

export class ByteReader {
  bytes: Buffer = empty;
  at = 0;
  end = 0;
  #view: DataView = new DataView(empty.buffer);

  /** Reads these bytes from now on. */
  open(bytes: Buffer, at: number): void {
    this.bytes = bytes;
    this.at = at;
    this.end = bytes.length;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Keeps no bytes alive. */
  close(): void {
    this.bytes = empty;
  }

  /** Where the next `size` bytes start; the reader goes on behind them. */
  take(size: number): number {
    const { at } = this;
    if (size > this.end - at) throw new DecodeError(`the bytes end within a term: ${size} are missing at byte ${at}`);
    this.at = at + size;
    return at;
  }

  u8(): number {
    return this.bytes[this.take(1)]!;
  }

  u16(): number {
    return this.#view.getUint16(this.take(2));
  }

  u32(): number {
    return this.#view.getUint32(this.take(4));
  }

  i32(): number {
    return this.#view.getInt32(this.take(4));
  }

  f64(): number {
    return this.#view.getFloat64(this.take(8));
  }

  /** Shares memory with what is read. */
  slice(size: number): Buffer {
    const at = this.take(size);
    return this.bytes.subarray(at, at + size);
  }

  /** A count of terms, each of at least one byte. */
  count(terms: number): number {
    if (terms > this.end - this.at) throw new DecodeError(`${terms} terms cannot be in ${this.end - this.at} bytes`);
    return terms;
  }
}
