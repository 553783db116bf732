/**
 * Reassembly: makes large frames whole again. Invariant: those that are under way are, together, no larger than the
 * largest frame allowed, by what they announce, not by what has come.
 */
import { maxPayload } from './frames.js';

interface Transfer {
  readonly frame: Buffer;
  filled: number;
}

export class Reassembly {
  readonly #maxOpen: number;
  readonly #transfers = new Map<number, Transfer>();
  #openBytes = 0;

  constructor(maxOpen: number) {
    this.#maxOpen = maxOpen;
  }

  /** Takes the payload of a `fragmentStart`. Gives a text if there is something wrong with it. */
  start(payload: Buffer): string | undefined {
    if (payload.length <= 8) return 'a fragment is too short';
    const number = payload.readUInt32BE(0);
    const size = payload.readUInt32BE(4);
    const piece = payload.subarray(8);
    if (size <= maxPayload || size <= piece.length) return `a frame of ${size} bytes needs no fragments`;
    if (this.#transfers.has(number)) return `transfer ${number} is under way already`;
    if (this.#openBytes + size > this.#maxOpen) {
      return `large frames of ${this.#openBytes + size} bytes are under way, at most ${this.#maxOpen} are allowed`;
    }
    this.#openBytes += size;
    const frame = Buffer.allocUnsafeSlow(size);
    frame.set(piece);
    this.#transfers.set(number, { frame, filled: piece.length });
    return undefined;
  }

  /** Takes the payload of a `fragment`. Gives the whole frame if it was the last one, or what is wrong. */
  next(payload: Buffer): Buffer | string | undefined {
    if (payload.length <= 4) return 'a fragment is too short';
    const number = payload.readUInt32BE(0);
    const transfer = this.#transfers.get(number);
    if (transfer === undefined) return `transfer ${number} is not under way`;
    const piece = payload.subarray(4);
    const { frame } = transfer;
    if (transfer.filled + piece.length > frame.length) return `transfer ${number} is longer than it said`;
    frame.set(piece, transfer.filled);
    transfer.filled += piece.length;
    if (transfer.filled < frame.length) return undefined;
    this.#transfers.delete(number);
    this.#openBytes -= frame.length;
    return frame;
  }
}
