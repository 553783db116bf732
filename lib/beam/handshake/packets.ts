/**
 * Packets: the messages of a handshake on a channel, each with its length before it: 2 bytes, or 4 if the channel is one over
 * TLS. What comes behind the last one belongs to the connection.
 */
import type { Channel } from '../../cluster/transport.js';
import { HandshakeError } from './handshakeError.js';

/** Names are up to 255 characters long. */
const longest = 2048;

export class Packets {
  readonly channel: Channel;
  readonly #headerSize: 2 | 4;
  #bytes: Buffer = Buffer.alloc(0);
  #waiting: { resolve(packet: Buffer): void; reject(error: Error): void } | undefined = undefined;
  #failure: Error | undefined = undefined;

  constructor(channel: Channel, headerSize: 2 | 4) {
    this.channel = channel;
    this.#headerSize = headerSize;
    channel.onData = (chunk) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#serve();
    };
    channel.onClose = (error) => this.fail(error ?? new HandshakeError('closed within the handshake'));
    channel.resume();
  }

  /** The next one; rejects if it does not come. */
  read(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#serve();
    });
  }

  write(body: Buffer): void {
    const header = Buffer.alloc(this.#headerSize);
    header.writeUIntBE(body.length, 0, this.#headerSize);
    this.channel.write([Buffer.concat([header, body])]);
  }

  /** No more packets come. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#serve();
  }

  /** The handshake is over: gives what has come behind it. The channel keeps still. */
  finish(): Buffer {
    this.channel.pause();
    return this.#bytes;
  }

  #serve(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) {
      if (this.#bytes.length > this.#headerSize + longest) this.channel.pause();
      return;
    }
    const packet = this.#failure === undefined ? this.#next() : this.#failure;
    if (packet === undefined) return;
    this.#waiting = undefined;
    if (packet instanceof Error) waiting.reject(packet);
    else waiting.resolve(packet);
  }

  #next(): Buffer | Error | undefined {
    const size = this.#headerSize;
    if (this.#bytes.length < size) return undefined;
    const length = this.#bytes.readUIntBE(0, size);
    if (length > longest) return new HandshakeError(`a message of ${length} bytes in the handshake`);
    if (this.#bytes.length < size + length) return undefined;
    const packet = this.#bytes.subarray(size, size + length);
    this.#bytes = this.#bytes.subarray(size + length);
    return packet;
  }
}
