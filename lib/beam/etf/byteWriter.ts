/**
 * ByteWriter: bytes that are put together in one buffer, which is used again and again. What is being written can be
 * interrupted by something else that is written and taken out (`begin` to `finish`): code of the user may run in between.
 */
const smallest = 64 * 1024;
/** A buffer that was needed for a large term is not kept. */
const largest = 4 * 1024 * 1024;

export class ByteWriter {
  bytes: Buffer = Buffer.allocUnsafeSlow(smallest);
  at = 0;
  #view: DataView = viewOf(this.bytes);

  /** Starts something of its own; gives what `finish` wants. */
  begin(): number {
    return this.at;
  }

  /** The bytes since `begin`, which are gone from here. */
  finish(start: number): Buffer {
    const copy = Buffer.allocUnsafe(this.at - start);
    this.bytes.copy(copy, 0, start, this.at);
    this.abandon(start);
    return copy;
  }

  /** Drops the bytes since `begin`. */
  abandon(start: number): void {
    this.at = start;
    if (start === 0 && this.bytes.length > largest) this.#replace(Buffer.allocUnsafeSlow(smallest));
  }

  /**
   * Makes room, and gives the place of these bytes. It may replace the buffer: to be called before that is looked at, and
   * JavaScript looks at what stands to the left of an assignment or a dot first.
   */
  take(size: number): number {
    const { at } = this;
    if (at + size > this.bytes.length) this.#grow(at + size);
    this.at = at + size;
    return at;
  }

  u8(value: number): void {
    const at = this.take(1);
    this.bytes[at] = value;
  }

  /** A tag and a byte. */
  tagged(tag: number, value: number): void {
    const at = this.take(2);
    this.bytes[at] = tag;
    this.bytes[at + 1] = value;
  }

  u16(value: number): void {
    const at = this.take(2);
    this.#view.setUint16(at, value);
  }

  u32(value: number): void {
    const at = this.take(4);
    this.#view.setUint32(at, value);
  }

  i32(value: number): void {
    const at = this.take(4);
    this.#view.setInt32(at, value);
  }

  f64(value: number): void {
    const at = this.take(8);
    this.#view.setFloat64(at, value);
  }

  put(bytes: Uint8Array): void {
    const at = this.take(bytes.length);
    this.bytes.set(bytes, at);
  }

  /** UTF-8; gives how many bytes it is. */
  text(text: string): number {
    const at = this.take(text.length * 3);
    const size = asciiWritten(this.bytes, at, text) ? text.length : this.bytes.write(text, at, 'utf8');
    this.at = at + size;
    return size;
  }

  /** Sets four bytes that were left out. */
  setU32(at: number, value: number): void {
    this.#view.setUint32(at, value);
  }

  #grow(size: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(size, 2 * this.bytes.length));
    this.bytes.copy(grown, 0, 0, this.at);
    this.#replace(grown);
  }

  #replace(bytes: Buffer): void {
    this.bytes = bytes;
    this.#view = viewOf(bytes);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Writes a short text of ASCII; false if it is none. */
function asciiWritten(bytes: Buffer, at: number, text: string): boolean {
  if (text.length > 32) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) return false;
    bytes[at + index] = code;
  }
  return true;
}
