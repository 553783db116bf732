// Passage: one TCP connection through a CuttingProxy, which is two sockets.
import type { Socket } from 'node:net';

export type Direction = 'toTarget' | 'toDialler';

/** How a connection ends for those at its ends: with an error, or as if the other had closed it. */
export type CutKind = 'reset' | 'end';

export interface CutPoint {
  readonly direction: Direction;
  /** How many bytes pass before the cut. */
  readonly bytes: number;
  readonly kind: CutKind;
}

export interface Ends {
  readonly dialler: Socket;
  readonly target: Socket;
}

export class Passage {
  readonly #ends: Ends;
  readonly #passed: Record<Direction, number>;
  readonly #onOver: () => void;
  #cutPoint: CutPoint | undefined;
  #left: number;
  #isHeld = false;
  #isOver = false;
  /** One end is gone and the other does not know. */
  #isHalf = false;

  /** @param passed is added to */
  constructor(ends: Ends, passed: Record<Direction, number>, cutPoint: CutPoint | undefined, onOver: () => void) {
    this.#ends = ends;
    this.#passed = passed;
    this.#cutPoint = cutPoint;
    this.#left = cutPoint?.bytes ?? 0;
    this.#onOver = onOver;
    this.#forward(ends.dialler, ends.target, 'toTarget');
    this.#forward(ends.target, ends.dialler, 'toDialler');
  }

  get willCut(): boolean {
    return this.#cutPoint !== undefined;
  }

  cut(kind: CutKind): void {
    this.#cutPoint = undefined;
    this.#isOver = true;
    for (const socket of this.#sockets) {
      if (kind === 'reset') reset(socket);
      else socket.destroySoon();
    }
    this.#onOver();
  }

  hold(): void {
    this.#isHeld = true;
    for (const socket of this.#sockets) socket.pause();
  }

  release(): void {
    this.#isHeld = false;
    if (this.#sockets.some((socket) => socket.destroyed) && !this.#isHalf) return this.cut('reset');
    for (const socket of this.#sockets) socket.resume();
  }

  dropEnd(end: keyof Ends): void {
    this.#isHalf = true;
    reset(this.#ends[end]);
    this.#ends[end === 'dialler' ? 'target' : 'dialler'].resume();
  }

  get #sockets(): readonly Socket[] {
    return [this.#ends.dialler, this.#ends.target];
  }

  #forward(from: Socket, to: Socket, direction: Direction): void {
    from.on('error', () => undefined);
    from.on('data', (chunk: Buffer) => this.#take(chunk, from, to, direction));
    from.on('end', () => {
      if (!this.#isHalf) to.end();
      else if (!this.#isHeld) this.cut('reset');
    });
    from.on('close', () => {
      if (this.#isHalf ? from.destroyed && to.destroyed : !this.#isHeld && !this.#isOver) this.cut('reset');
    });
    to.on('drain', () => {
      if (!this.#isHeld) from.resume();
    });
  }

  #take(chunk: Buffer, from: Socket, to: Socket, direction: Direction): void {
    if (this.#isHalf || this.#isOver) return;
    const cut = this.#cutPoint;
    if (cut?.direction === direction && chunk.length > this.#left) {
      this.#cutPoint = undefined;
      this.#passed[direction] += this.#left;
      this.#isOver = true;
      // Written, for the reset must not overtake it.
      to.write(chunk.subarray(0, this.#left), () => this.cut(cut.kind));
      return;
    }
    if (cut?.direction === direction) this.#left -= chunk.length;
    this.#passed[direction] += chunk.length;
    if (!to.write(chunk)) from.pause();
  }
}

/**
 * Ends a connection with a reset. One with something left to write would be reset when that has left, which it may never:
 * it is destroyed, and its far end sees what the system makes of that.
 */
export function reset(socket: Socket): void {
  if (socket.connecting || socket.writableEnded || socket.writableLength > 0) socket.destroy();
  else socket.resetAndDestroy();
}
