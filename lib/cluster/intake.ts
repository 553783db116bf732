/**
 * Intake: reading from a socket at the pace of the event loop. What a turn of the loop has no time to work on would pile up
 * in mailboxes, and cost more the longer it lies there; what is not read stays with the far end, which sees that the way
 * is busy.
 */
import type { Socket } from 'node:net';

/** Bytes. As many as messages of about 16 bytes for one slice of the scheduler, or as the system hands out at once. */
const mostInATurn = 65_536;

export class Intake {
  readonly #socket: Socket;
  #isWanted = false;
  #isResting = false;
  /** What has come in this turn. */
  #bytes = 0;

  constructor(socket: Socket, onData: (chunk: Buffer) => void) {
    this.#socket = socket;
    socket.pause();
    socket.on('data', (chunk: Buffer) => {
      this.#count(chunk.length);
      onData(chunk);
    });
  }

  pause(): void {
    this.#isWanted = false;
    this.#socket.pause();
  }

  resume(): void {
    this.#isWanted = true;
    if (!this.#isResting) this.#socket.resume();
  }

  #count(bytes: number): void {
    if (this.#bytes === 0) setImmediate(() => this.#nextTurn());
    this.#bytes += bytes;
    if (this.#isResting || this.#bytes < mostInATurn) return;
    this.#isResting = true;
    this.#socket.pause();
  }

  #nextTurn(): void {
    this.#bytes = 0;
    if (!this.#isResting) return;
    this.#isResting = false;
    if (this.#isWanted) this.#socket.resume();
  }
}
