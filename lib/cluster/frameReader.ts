/**
 * FrameReader: cuts incoming bytes into frames. Invariants: memory is taken for at most one frame, and only once its type
 * and length are known to be allowed; a frame that came in one piece is not copied.
 */
import { headerSize, type FrameLimits } from './frames.js';

const nothing = Buffer.alloc(0);

export class FrameReader {
  readonly #onFrame: (type: number, payload: Buffer) => void;
  readonly #onMistake: (what: string) => void;
  #limits: FrameLimits;
  #isStopped = false;
  /** A header that came in part, then a payload that did. */
  readonly #header = Buffer.alloc(headerSize);
  #headerFilled = 0;
  #payload = nothing;
  #payloadFilled = 0;

  constructor(
    limits: FrameLimits,
    onFrame: (type: number, payload: Buffer) => void,
    onMistake: (what: string) => void,
  ) {
    this.#limits = limits;
    this.#onFrame = onFrame;
    this.#onMistake = onMistake;
  }

  /** Changes what may come, from the next frame on. */
  expect(limits: FrameLimits): void {
    this.#limits = limits;
  }

  /** Takes no more bytes, not even the rest of those at hand. */
  stop(): void {
    this.#isStopped = true;
    this.#payload = nothing;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.#isStopped) {
      if (this.#headerFilled === headerSize) at = this.#fillPayload(chunk, at);
      else if (this.#headerFilled > 0 || chunk.length - at < headerSize) at = this.#fillHeader(chunk, at);
      else at = this.#frameWithin(chunk, at);
    }
  }

  #frameWithin(chunk: Buffer, at: number): number {
    const size = this.#sizeOf(chunk, at);
    if (size === undefined) return chunk.length;
    const start = at + headerSize;
    if (chunk.length - start >= size) {
      this.#onFrame(chunk[at + 4]!, chunk.subarray(start, start + size));
      return start + size;
    }
    return this.#fillHeader(chunk, at);
  }

  #fillHeader(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#header, this.#headerFilled, at);
    this.#headerFilled += taken;
    if (this.#headerFilled < headerSize) return at + taken;
    const size = this.#sizeOf(this.#header, 0);
    if (size === undefined) return chunk.length;
    this.#payload = Buffer.allocUnsafe(size);
    this.#payloadFilled = 0;
    if (size === 0) this.#finish();
    return at + taken;
  }

  #fillPayload(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#payload, this.#payloadFilled, at);
    this.#payloadFilled += taken;
    if (this.#payloadFilled === this.#payload.length) this.#finish();
    return at + taken;
  }

  #finish(): void {
    const payload = this.#payload;
    this.#payload = nothing;
    this.#headerFilled = 0;
    this.#onFrame(this.#header[4]!, payload);
  }

  /** How long the payload is, from a header; undefined if such a frame may not come. */
  #sizeOf(bytes: Buffer, at: number): number | undefined {
    const length = bytes.readUInt32BE(at);
    const type = bytes[at + 4]!;
    const limit = this.#limits[type];
    if (length > 0 && limit !== undefined && length - 1 <= limit) return length - 1;
    this.stop();
    if (length === 0) this.#onMistake('a frame of length 0');
    else if (limit === undefined) this.#onMistake(`a frame of type ${type} has no place here`);
    else this.#onMistake(`a frame of type ${type} is ${length - 1} bytes long, at most ${limit} are allowed`);
    return undefined;
  }
}
