/**
 * SocketChannel: the Channel over a socket: over TLS one whose far end has been verified, or one without TLS.
 */
import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { Intake } from './intake.js';
import type { Channel } from './transport.js';

export interface SocketChannelOptions {
  readonly remoteId: string;
  readonly remoteAddress: string;
  readonly certificate?: X509Certificate | undefined;
  /** Bytes. */
  readonly highWaterMark: number;
}

export class SocketChannel implements Channel {
  readonly remoteId: string;
  readonly remoteAddress: string;
  readonly certificate: X509Certificate | undefined;
  onData: (chunk: Uint8Array) => void = () => undefined;
  onDrain: () => void = () => undefined;
  onClose: (error: Error | undefined) => void = () => undefined;
  readonly #socket: Socket;
  readonly #intake: Intake;
  readonly #highWaterMark: number;
  #wantsDrain = false;
  #error: Error | undefined = undefined;
  #isHeeded = false;
  #isClosed = false;

  constructor(socket: Socket, { remoteId, remoteAddress, certificate, highWaterMark }: SocketChannelOptions) {
    this.#socket = socket;
    this.remoteId = remoteId;
    this.remoteAddress = remoteAddress;
    this.#highWaterMark = highWaterMark;
    this.certificate = certificate;
    this.#intake = new Intake(socket, (chunk) => this.onData(chunk));
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 15_000);
    // The node keeps the OS process alive, its sockets do not.
    socket.unref();
    socket.on('drain', () => this.#drained());
    socket.on('error', (error: Error) => void (this.#error ??= error));
    socket.on('close', () => this.#closed());
  }

  get pendingBytes(): number {
    return this.#socket.writableLength;
  }

  write(chunks: readonly Uint8Array[]): boolean {
    if (!this.#socket.writable) return false;
    if (chunks.length > 1) this.#socket.cork();
    for (const chunk of chunks) this.#socket.write(chunk);
    if (chunks.length > 1) this.#socket.uncork();
    this.#wantsDrain = this.#socket.writableLength > this.#highWaterMark;
    return !this.#wantsDrain;
  }

  pause(): void {
    this.#intake.pause();
  }

  resume(): void {
    this.#intake.resume();
    if (this.#isHeeded) return;
    this.#isHeeded = true;
    if (this.#isClosed) process.nextTick(() => this.onClose(this.#error));
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  // The socket tells that all has left whenever more than its own, lower mark was waiting.
  #drained(): void {
    if (!this.#wantsDrain) return;
    this.#wantsDrain = false;
    this.onDrain();
  }

  #closed(): void {
    this.#isClosed = true;
    if (this.#isHeeded) this.onClose(this.#error);
  }
}
