/**
 * PacketReader: cuts incoming bytes into packets, each with its length in 4 bytes before it. A packet that came in pieces is put
 * together once, when all of it is there; nothing is allocated for what has not come.
 */
export class PacketReader {
  readonly #maxSize: number;
  readonly #onPacket: (packet: Buffer) => void;
  readonly #onMistake: (what: string) => void;
  /** Pieces of a packet that is not complete, header included. */
  #pieces: Buffer[] = [];
  #held = 0;
  /** How many bytes there must be before anything can be done. */
  #wanted = headerSize;
  #isStopped = false;

  constructor(maxSize: number, onPacket: (packet: Buffer) => void, onMistake: (what: string) => void) {
    this.#maxSize = maxSize;
    this.#onPacket = onPacket;
    this.#onMistake = onMistake;
  }

  /** Takes no more bytes. */
  stop(): void {
    this.#isStopped = true;
    this.#pieces = [];
  }

  push(chunk: Buffer): void {
    if (this.#isStopped) return;
    if (this.#held === 0) return this.#cut(chunk);
    this.#pieces.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#wanted) return;
    const whole = Buffer.concat(this.#pieces, this.#held);
    this.#pieces = [];
    this.#held = 0;
    this.#cut(whole);
  }

  #cut(bytes: Buffer): void {
    let at = 0;
    while (!this.#isStopped) {
      this.#wanted = headerSize;
      if (bytes.length - at < headerSize) break;
      const size = bytes.readUInt32BE(at);
      if (size > this.#maxSize) {
        this.stop();
        return this.#onMistake(`a frame of ${size} bytes, at most ${this.#maxSize} are allowed`);
      }
      this.#wanted = headerSize + size;
      if (bytes.length - at < this.#wanted) break;
      at += headerSize;
      if (size > 0) this.#onPacket(bytes.subarray(at, at + size));
      at += size;
    }
    if (this.#isStopped || at === bytes.length) return;
    this.#pieces = [bytes.subarray(at)];
    this.#held = bytes.length - at;
  }
}

const headerSize = 4;
