/**
 * SendQueue: frames that wait to be written, and the order in which they are.
 *
 * Small frames leave in the order in which they came, many in one piece. A large frame is cut into fragments, which take
 * turns with small frames and with the fragments of other streams: nothing waits for the whole of it. Invariants:
 * - Frames of one stream never overtake each other. What follows a large frame in its stream waits behind it (in its
 *   lane), and a large frame starts only when all that was queued before it has left.
 * - The large frames that have been begun and not ended are, together, no larger than the far end takes.
 */
import { frameType, headerSize, maxPayload, writeHeader } from './frames.js';

/** A stream with a large frame in it. */
interface Lane {
  readonly stream: number;
  /** The first one is on its way, or next. */
  readonly frames: Uint8Array[];
  /** How many small frames must have left before it may start. */
  readonly after: number;
  transfer: number;
  /** How much of the first frame has been taken. */
  taken: number;
}

const startHeader = 8;
const nextHeader = 4;

export class SendQueue {
  /** How many bytes wait, headers included. */
  bytes = 0;
  readonly #maxOpen: number;
  #small: Uint8Array[] = [];
  #smallTaken = 0;
  #smallLeft = 0;
  readonly #lanes = new Map<number, Lane>();
  #openBytes = 0;
  #lastTransfer = 0;
  #isLanesTurn = false;

  /** @param maxOpen the largest frame that the far end takes */
  constructor(maxOpen: number) {
    this.#maxOpen = maxOpen;
  }

  /** Whether a large frame waits, or is on its way. */
  get hasLarge(): boolean {
    return this.#lanes.size > 0;
  }

  add(frame: Uint8Array, stream: number): void {
    this.bytes += headerSize + frame.length;
    const lane = this.#lanes.size === 0 ? undefined : this.#lanes.get(stream);
    if (lane !== undefined) lane.frames.push(frame);
    else if (frame.length <= maxPayload) this.#small.push(frame);
    else this.#openLane(frame, stream);
  }

  /** The bytes to write next, whole frames of about `maxPayload` bytes or less; undefined if nothing waits. */
  take(): Buffer | undefined {
    const turn = this.#isLanesTurn;
    this.#isLanesTurn = !turn;
    return turn ? (this.#takeLane() ?? this.#takeSmall()) : (this.#takeSmall() ?? this.#takeLane());
  }

  clear(): void {
    this.bytes = 0;
    this.#small = [];
    this.#smallTaken = 0;
    this.#lanes.clear();
  }

  #openLane(frame: Uint8Array, stream: number): void {
    const after = this.#smallLeft + this.#small.length - this.#smallTaken;
    this.#lanes.set(stream, { stream, frames: [frame], after, transfer: 0, taken: 0 });
  }

  #takeSmall(): Buffer | undefined {
    const first = this.#smallTaken;
    const end = countThatFit(this.#small, first);
    if (end === first) return undefined;
    const bytes = this.#pack(this.#small, first, end);
    this.#smallLeft += end - first;
    this.#smallTaken = end;
    // On a link that always has more to send the queue is never empty: no more of what has left stays than waits.
    if (2 * end >= this.#small.length) {
      this.#small = this.#small.slice(end);
      this.#smallTaken = 0;
    }
    return bytes;
  }

  #takeLane(): Buffer | undefined {
    if (this.#lanes.size === 0) return undefined;
    const lane = this.#nextLane();
    if (lane === undefined) return undefined;
    this.#lanes.delete(lane.stream);
    const bytes = lane.frames[0]!.length > maxPayload ? this.#takeFragment(lane) : this.#takeSmallOf(lane);
    if (lane.frames.length > 0) this.#lanes.set(lane.stream, lane);
    return bytes;
  }

  // Lanes take turns. One whose large frame would be too much beside those that are under way waits, and others do not
  // start before it.
  #nextLane(): Lane | undefined {
    let mayStart = true;
    for (const lane of this.#lanes.values()) {
      const size = lane.frames[0]!.length;
      if (lane.taken > 0 || size <= maxPayload) return lane;
      const fits = this.#openBytes === 0 || this.#openBytes + size <= this.#maxOpen;
      if (mayStart && fits && this.#smallLeft >= lane.after) return lane;
      mayStart = false;
    }
    return undefined;
  }

  #takeSmallOf(lane: Lane): Buffer {
    const end = countThatFit(lane.frames, 0);
    const bytes = this.#pack(lane.frames, 0, end);
    lane.frames.splice(0, end);
    return bytes;
  }

  #takeFragment(lane: Lane): Buffer {
    const frame = lane.frames[0]!;
    const isStart = lane.taken === 0;
    const numbers = isStart ? startHeader : nextHeader;
    const end = Math.min(frame.length, lane.taken + maxPayload - numbers);
    if (isStart) this.#begin(lane, frame);
    const bytes = Buffer.allocUnsafeSlow(headerSize + numbers + end - lane.taken);
    writeHeader(bytes, 0, isStart ? frameType.fragmentStart : frameType.fragment, bytes.length - headerSize);
    bytes.writeUInt32BE(lane.transfer, headerSize);
    if (isStart) bytes.writeUInt32BE(frame.length, headerSize + 4);
    bytes.set(frame.subarray(lane.taken, end), headerSize + numbers);
    this.bytes -= end - lane.taken;
    lane.taken = end;
    if (end === frame.length) this.#finish(lane, frame);
    return bytes;
  }

  #begin(lane: Lane, frame: Uint8Array): void {
    this.#openBytes += frame.length;
    this.#lastTransfer = (this.#lastTransfer + 1) >>> 0;
    lane.transfer = this.#lastTransfer;
  }

  #finish(lane: Lane, frame: Uint8Array): void {
    this.bytes -= headerSize;
    this.#openBytes -= frame.length;
    lane.frames.shift();
    lane.taken = 0;
  }

  #pack(frames: readonly Uint8Array[], first: number, end: number): Buffer {
    let size = 0;
    for (let i = first; i < end; i++) size += headerSize + frames[i]!.length;
    this.bytes -= size;
    const bytes = Buffer.allocUnsafe(size);
    let at = 0;
    for (let i = first; i < end; i++) {
      const frame = frames[i]!;
      writeHeader(bytes, at, frameType.signal, frame.length);
      bytes.set(frame, at + headerSize);
      at += headerSize + frame.length;
    }
    return bytes;
  }
}

/** Where the small frames end that fit into one piece. At least one does, unless a large one is first. */
function countThatFit(frames: readonly Uint8Array[], first: number): number {
  let size = 0;
  let end = first;
  while (end < frames.length) {
    const { length } = frames[end]!;
    size += headerSize + length;
    if (length > maxPayload || (size > headerSize + maxPayload && end > first)) break;
    end++;
  }
  return end;
}
