/**
 * Wire: frames over a channel, from the channel's first byte to its last. The handshake has it first, then the
 * connection. Invariants:
 * - After `finish` or `abandon` no frame comes, and after `onGone` nothing does.
 * - `finish` is over in bounded time: a far end that does not read is not waited for. What still comes from it is read
 *   and dropped, or the system would reset the channel, and the last words sent with it.
 */
import type { WireEvent } from './connectOptions.js';
import type { ConnectionSettings } from './connectionSettings.js';
import { FrameReader } from './frameReader.js';
import { encodeFrame, frameType, handshakeLimits, type FrameLimits, type FrameType } from './frames.js';
import type { Channel } from './transport.js';

const typeNames: Readonly<Record<number, WireEvent['type']>> = {
  [frameType.hello]: 'hello',
  [frameType.welcome]: 'welcome',
  [frameType.refused]: 'refused',
  [frameType.heartbeat]: 'heartbeat',
  [frameType.goodbye]: 'goodbye',
  [frameType.signal]: 'signal',
  [frameType.fragmentStart]: 'fragment',
  [frameType.fragment]: 'fragment',
};

export class Wire {
  readonly channel: Channel;
  readonly settings: ConnectionSettings;
  /** Whether bytes have come, and gone, since somebody last set it to false. */
  hasReceived = false;
  hasSent = false;
  onFrame: (type: number, payload: Buffer) => void = () => undefined;
  /** The far end broke the rules: `finish` should follow. */
  onMistake: (what: string) => void = () => undefined;
  onDrain: () => void = () => undefined;
  /** The channel is over, with what went wrong if something did. Called once. */
  onGone: (error: Error | undefined) => void = () => undefined;
  readonly #reader: FrameReader;
  #finishTimer: unknown = undefined;
  #isGone = false;

  constructor(channel: Channel, settings: ConnectionSettings) {
    this.channel = channel;
    this.settings = settings;
    this.#reader = new FrameReader(
      handshakeLimits,
      (type, payload) => {
        if (settings.wireTap !== undefined) this.#tap('in', type, payload);
        this.onFrame(type, payload);
      },
      (what) => this.onMistake(what),
    );
    channel.onData = (chunk) => {
      this.hasReceived = true;
      this.#reader.push(asBuffer(chunk));
    };
    channel.onDrain = () => this.onDrain();
    channel.onClose = (error) => this.#gone(error);
  }

  /** Changes which frames may come. */
  expect(limits: FrameLimits): void {
    this.#reader.expect(limits);
  }

  /** Writes one frame. */
  writeFrame(type: FrameType, payload: Uint8Array): boolean {
    return this.write(encodeFrame(type, payload));
  }

  /** Writes whole frames. */
  write(frames: Buffer): boolean {
    this.hasSent = true;
    if (this.settings.wireTap !== undefined) this.#tapAll(frames);
    return this.channel.write([frames]);
  }

  /** Hears no more frames. */
  deafen(): void {
    this.#reader.stop();
    this.channel.resume();
  }

  /** Hears no more, and ends the channel once what was written has left, or after the `closeTimeout`. */
  finish(): void {
    if (this.#isGone) return;
    this.deafen();
    this.channel.end();
    this.#finishTimer ??= this.settings.clock.setTimer(() => this.abandon(), this.settings.closeTimeout);
  }

  /** Ends the channel at once. */
  abandon(): void {
    this.deafen();
    this.channel.destroy();
  }

  #gone(error: Error | undefined): void {
    this.#isGone = true;
    this.#reader.stop();
    this.settings.clock.clearTimer(this.#finishTimer);
    this.onGone(error);
  }

  #tapAll(frames: Buffer): void {
    const reader = new FrameReader(
      allLimits,
      (type, payload) => this.#tap('out', type, payload),
      () => undefined,
    );
    reader.push(frames);
  }

  #tap(direction: 'in' | 'out', type: number, bytes: Uint8Array): void {
    this.settings.wireTap?.({ direction, type: typeNames[type]!, node: this.channel.remoteId, bytes });
  }
}

const allLimits: FrameLimits = Object.fromEntries(Object.values(frameType).map((type) => [type, Infinity]));

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
