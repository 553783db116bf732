/**
 * BeamConnection: the Connection with an Erlang node, once the handshake is over. Frames have their length in four bytes before
 * them; one of length 0 says that the node lives.
 *
 * It is open, then perhaps closing (`close` was called: what was sent before leaves, nothing is heard any more), then closed.
 * `onClose` is called once and nothing after it; what the far end does wrong ends in it, never in an exception. A frame's
 * bytes are complete, with the length before them, when `send` gets them.
 */
import { atExit } from '../../cluster/atExit.js';
import type { Connection, RemoteNode } from '../../cluster/connection.js';
import { Flushing } from '../../cluster/flushing.js';
import { Heartbeat, type Pulse } from '../../cluster/heartbeat.js';
import type { Channel } from '../../cluster/transport.js';
import type { BeamSettings } from '../beamSettings.js';
import { PacketReader } from './packetReader.js';

const tick = Buffer.alloc(4);
/** Written in one piece. */
const chunkSize = 64 * 1024;

/** Erlang's words for why a connection is lost. */
const silent = 'net_tick_timeout';
const gone = 'connection_closed';

export class BeamConnection implements Connection, Pulse {
  readonly remote: RemoteNode;
  readonly settings: BeamSettings;
  hasReceived = false;
  hasSent = false;
  onDrain: () => void = () => undefined;
  onClose: (reason: string) => void = () => undefined;
  readonly #channel: Channel;
  readonly #reader: PacketReader;
  readonly #heartbeat: Heartbeat;
  readonly #flushing: Flushing;
  readonly #forgetExit: () => void;
  #state: 'open' | 'closing' | 'closed' = 'open';
  #reason = gone;
  #onFrame: ((frame: Uint8Array) => void) | undefined = undefined;
  /** What came behind the handshake. */
  #early: Buffer;
  #frames: Uint8Array[] = [];
  #bytes = 0;
  /** The longest frame since nothing waited. It must not cost those that come after it the connection. */
  #largest = 0;
  #isChannelFull = false;
  #wantsDrain = false;
  #closeTimer: unknown = undefined;

  constructor(channel: Channel, remote: RemoteNode, settings: BeamSettings, early: Buffer) {
    this.#channel = channel;
    this.remote = remote;
    this.settings = settings;
    this.#early = early;
    this.#reader = new PacketReader(
      settings.limits.maxBytes,
      (frame) => this.#deliver(frame),
      (what) => this.#fail(what),
    );
    this.#flushing = new Flushing(
      settings.inRootContext,
      () => this.#write(),
      () => this.#flush(),
    );
    channel.onData = (chunk) => this.#received(chunk as Buffer);
    channel.onDrain = () => this.#drained();
    channel.onClose = (error) => this.#closed(error === undefined ? gone : error.message);
    this.#heartbeat = new Heartbeat(
      this,
      () => this.#beat(),
      () => this.#fail(silent),
    );
    this.#forgetExit = atExit(() => settings.inRootContext(() => this.#breakOff()));
  }

  get onFrame(): (frame: Uint8Array) => void {
    return this.#onFrame ?? (() => undefined);
  }

  // The channel keeps still until somebody takes frames; that may not be inside of this assignment.
  set onFrame(onFrame: (frame: Uint8Array) => void) {
    const isFirst = this.#onFrame === undefined;
    this.#onFrame = onFrame;
    if (isFirst) this.settings.inRootContext(() => process.nextTick(() => this.#begin()));
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  get pendingBytes(): number {
    return this.#bytes + this.#channel.pendingBytes;
  }

  send(frame: Uint8Array): boolean {
    if (this.#state !== 'open') return false;
    const pending = this.pendingBytes;
    if (pending === 0) this.#largest = 0;
    if (pending > this.settings.sendLimit + this.#largest) {
      this.settings.inRootContext(() => process.nextTick(() => this.#fail('send queue limit')));
      return false;
    }
    this.#largest = Math.max(this.#largest, frame.length);
    this.#frames.push(frame);
    this.#bytes += frame.length;
    if (!this.#isChannelFull) this.#flushing.added();
    if (this.pendingBytes <= this.settings.highWaterMark) return true;
    this.#wantsDrain = true;
    return false;
  }

  close(reason: string): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#reason = reason;
    const { inRootContext, clock, closeTimeout } = this.settings;
    inRootContext(() => {
      this.#heartbeat.stop();
      this.#reader.stop();
      this.#channel.resume();
      this.#closeTimer = clock.setTimer(() => this.#channel.destroy(), closeTimeout);
      if (!this.#isChannelFull) this.#flushing.soon();
    });
  }

  #begin(): void {
    const early = this.#early;
    this.#early = Buffer.alloc(0);
    if (early.length > 0) this.#received(early);
    this.#channel.resume();
  }

  #received(chunk: Buffer): void {
    this.hasReceived = true;
    this.#reader.push(chunk);
  }

  #deliver(frame: Buffer): void {
    try {
      this.#onFrame!(frame);
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #flush(): void {
    if (this.#state === 'closed') return;
    this.#write();
    if (this.#state === 'closing') {
      if (this.#frames.length === 0) this.#channel.end();
    } else {
      this.#tellDrained();
    }
  }

  #write(): void {
    while (!this.#isChannelFull && this.#frames.length > 0) {
      this.#isChannelFull = !this.#channel.write([this.#take()]);
      this.hasSent = true;
    }
  }

  /** Frames up to about a chunk, in one piece. */
  #take(): Uint8Array {
    let count = 0;
    let size = 0;
    while (count < this.#frames.length && (count === 0 || size + this.#frames[count]!.length <= chunkSize)) {
      size += this.#frames[count++]!.length;
    }
    this.#bytes -= size;
    const frames = count === this.#frames.length ? this.#frames : this.#frames.splice(0, count);
    if (frames === this.#frames) this.#frames = [];
    return frames.length === 1 ? frames[0]! : Buffer.concat(frames, size);
  }

  #drained(): void {
    this.#isChannelFull = false;
    this.#flush();
  }

  // What lies in a channel that is not full leaves without further notice.
  #tellDrained(): void {
    const isDrained = !this.#isChannelFull && this.#bytes === 0;
    if (!this.#wantsDrain || (!isDrained && this.pendingBytes > this.settings.highWaterMark / 2)) return;
    this.#wantsDrain = false;
    this.onDrain();
  }

  #beat(): void {
    // While the channel is full there are bytes under way, and those are as good.
    if (this.#state === 'open' && !this.#isChannelFull) this.#channel.write([tick]);
  }

  /** What waits is given up. */
  #fail(reason: string): void {
    if (this.#state === 'closed') return;
    this.#channel.destroy();
    this.#closed(reason);
  }

  /** Writes what waits, though nobody will see to it that it leaves, and ends the channel. */
  #breakOff(): void {
    this.#write();
    this.#channel.destroy();
  }

  #closed(reason: string): void {
    if (this.#state === 'closed') return;
    if (this.#state === 'open') this.#reason = reason;
    this.#state = 'closed';
    this.#frames = [];
    this.#bytes = 0;
    this.#reader.stop();
    this.#heartbeat.stop();
    this.#forgetExit();
    this.settings.clock.clearTimer(this.#closeTimer);
    this.onClose(this.#reason);
  }
}
