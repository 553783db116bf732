/**
 * FrameConnection: the Connection over a wire whose handshake is over.
 *
 * It is open, then perhaps closing (`close` was called: what was sent before leaves, nothing is heard any more), then
 * closed. Invariants: `onClose` is called once, nothing after it, and never inside of a call of the owner's; what a far
 * end does wrong ends in `onClose`, never in an exception; what it does to its channel it does outside of every process.
 */
import type { X509Certificate } from 'node:crypto';
import { atExit } from './atExit.js';
import type { Connection, RemoteNode } from './connection.js';
import type { ConnectionSettings } from './connectionSettings.js';
import { Flushing } from './flushing.js';
import { connectionLimits, decodeText, encodeFrame, encodeText, frameType } from './frames.js';
import { Heartbeat } from './heartbeat.js';
import { Reassembly } from './reassembly.js';
import { SendQueue } from './sendQueue.js';
import type { Wire } from './wire.js';

const empty = new Uint8Array(0);

export class FrameConnection implements Connection {
  readonly remote: RemoteNode;
  onDrain: () => void = () => undefined;
  onClose: (reason: string) => void = () => undefined;
  readonly #wire: Wire;
  readonly #settings: ConnectionSettings;
  readonly #queue: SendQueue;
  readonly #reassembly: Reassembly;
  readonly #heartbeat: Heartbeat;
  readonly #flushing: Flushing;
  readonly #forgetExit: () => void;
  #state: 'open' | 'closing' | 'closed' = 'open';
  #closeReason = '';
  #isEndTold = false;
  #closeTimer: unknown = undefined;
  #isChannelFull = false;
  #isWriting = false;
  #wantsDrain = false;
  /** Until the owner has taken over, frames and the end are kept for it. */
  #onFrame: ((frame: Uint8Array) => void) | undefined = undefined;
  #held: Uint8Array[] | undefined = [];

  constructor(wire: Wire, remote: RemoteNode) {
    this.#wire = wire;
    this.#settings = wire.settings;
    this.remote = remote;
    this.#queue = new SendQueue(remote.maxFrameSize);
    this.#reassembly = new Reassembly(this.#settings.maxFrameSize);
    this.#flushing = new Flushing(
      this.#settings.inRootContext,
      () => this.#write(),
      () => this.#flush(),
    );
    wire.expect(connectionLimits);
    wire.onFrame = (type, payload) => this.#take(type, payload);
    wire.onMistake = (what) => this.#fail(`protocol error: ${what}`);
    wire.onDrain = () => this.#drained();
    wire.onGone = (error) => this.#closed(this.#closeReason || (error?.message ?? 'connection closed'));
    this.#heartbeat = new Heartbeat(
      wire,
      () => this.#beat(),
      () => this.#fail('heartbeat timeout'),
    );
    this.#forgetExit = atExit(() => this.#settings.inRootContext(() => this.#breakOff()));
  }

  get certificate(): X509Certificate | undefined {
    return this.#wire.channel.certificate;
  }

  get onFrame(): (frame: Uint8Array) => void {
    return this.#onFrame ?? (() => undefined);
  }

  // The owner may not be ready for frames inside of this assignment.
  set onFrame(onFrame: (frame: Uint8Array) => void) {
    const isFirst = this.#onFrame === undefined;
    this.#onFrame = onFrame;
    if (isFirst) this.#settings.inRootContext(() => process.nextTick(() => this.#handOver()));
  }

  get pendingBytes(): number {
    return this.#queue.bytes + this.#wire.channel.pendingBytes;
  }

  send(frame: Uint8Array, stream = 0): boolean {
    if (this.#state !== 'open') return false;
    if (frame.length > this.remote.maxFrameSize) throw this.#tooLarge(frame.length);
    const pending = this.pendingBytes;
    if (pending > this.#sendLimit) {
      this.#overflow();
      return false;
    }
    this.#queue.add(frame, stream);
    if (!this.#isChannelFull) this.#flushing.added();
    if (pending + frame.length <= this.#settings.highWaterMark) return true;
    this.#wantsDrain = true;
    return false;
  }

  close(reason: string): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#closeReason = reason;
    this.#settings.inRootContext(() => {
      this.#heartbeat.stop();
      this.#wire.deafen();
      this.#closeTimer = this.#settings.clock.setTimer(() => this.#wire.abandon(), this.#settings.closeTimeout);
      if (!this.#isChannelFull) this.#flushing.soon();
    });
  }

  // Sending.

  // A large message must not cost those that come after it the connection.
  get #sendLimit(): number {
    const { sendLimit } = this.#settings;
    return this.#queue.hasLarge ? sendLimit + this.remote.maxFrameSize : sendLimit;
  }

  #flush(): void {
    if (this.#state === 'closed') return;
    this.#write();
    if (this.#state === 'closing' && this.#queue.bytes === 0) this.#sayGoodbye(this.#closeReason);
    else this.#tellDrained();
  }

  // A tap sees a frame before it has left, and what it sends meanwhile must not go before that.
  #write(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    try {
      this.#writeAll();
    } finally {
      this.#isWriting = false;
    }
  }

  #writeAll(): void {
    while (!this.#isChannelFull) {
      const bytes = this.#queue.take();
      if (bytes === undefined) return;
      this.#isChannelFull = !this.#wire.write(bytes);
    }
  }

  #drained(): void {
    this.#isChannelFull = false;
    this.#flush();
  }

  // What lies in a channel that is not full leaves without further notice.
  #tellDrained(): void {
    const isDrained = !this.#isChannelFull && this.#queue.bytes === 0;
    if (!this.#wantsDrain || (!isDrained && this.pendingBytes > this.#settings.highWaterMark / 2)) return;
    this.#wantsDrain = false;
    this.onDrain();
  }

  #overflow(): void {
    this.#settings.inRootContext(() => {
      this.#sayGoodbye('send queue limit');
      this.#end('send queue limit');
      process.nextTick(() => this.#tellClose());
    });
  }

  #beat(): void {
    // While the channel is full there are bytes under way, and those are as good.
    if (this.#state === 'open' && !this.#isChannelFull) this.#wire.writeFrame(frameType.heartbeat, empty);
  }

  #tooLarge(size: number): RangeError {
    const { id, maxFrameSize } = this.remote;
    return new RangeError(
      `${size} bytes are too many for a message to node "${id}", which takes up to ${maxFrameSize}`,
    );
  }

  // Receiving.

  #take(type: number, payload: Buffer): void {
    if (type === frameType.signal) this.#deliver(payload);
    else if (type === frameType.goodbye) this.#fail(decodeText(payload), false);
    else if (type !== frameType.heartbeat) this.#takeFragment(type, payload);
  }

  #takeFragment(type: number, payload: Buffer): void {
    const result = type === frameType.fragmentStart ? this.#reassembly.start(payload) : this.#reassembly.next(payload);
    if (typeof result === 'string') this.#fail(`protocol error: ${result}`);
    else if (result !== undefined) this.#deliver(result);
  }

  #deliver(frame: Uint8Array): void {
    if (this.#held !== undefined) {
      this.#held.push(frame);
      this.#wire.channel.pause();
      return;
    }
    try {
      this.#onFrame!(frame);
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #handOver(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const frame of held) if (this.#state === 'open') this.#deliver(frame);
    if (this.#state === 'closed') this.#tellClose();
    else this.#wire.channel.resume();
  }

  // The end.

  /** What waits is given up, the far end is told why. */
  #fail(reason: string, isToBeTold = true): void {
    if (this.#state === 'closed') return;
    if (isToBeTold) this.#sayGoodbye(reason);
    else this.#wire.finish();
    this.#closed(reason);
  }

  #sayGoodbye(reason: string): void {
    this.#wire.writeFrame(frameType.goodbye, encodeText(reason));
    this.#wire.finish();
  }

  /** Writes what waits, though nobody will see to it that it leaves, and ends the channel. */
  #breakOff(): void {
    if (!this.#isWriting && !this.#isChannelFull) this.#writeRest();
    this.#wire.abandon();
  }

  // In one piece: a TLS socket takes nothing more before the turn after a write.
  #writeRest(): void {
    // For good: nothing that a tap sends meanwhile may go before it.
    this.#isWriting = true;
    const rest: Buffer[] = [];
    for (let bytes = this.#queue.take(); bytes !== undefined; bytes = this.#queue.take()) rest.push(bytes);
    // A channel that has ended, because it is said already, takes nothing.
    if (this.#state === 'closing') rest.push(encodeFrame(frameType.goodbye, encodeText(this.#closeReason)));
    if (rest.length > 0) this.#wire.write(Buffer.concat(rest));
  }

  #closed(reason: string): void {
    if (this.#state === 'closed') return;
    this.#end(reason);
    this.#tellClose();
  }

  #end(reason: string): void {
    this.#state = 'closed';
    this.#closeReason = reason;
    this.#queue.clear();
    this.#heartbeat.stop();
    this.#forgetExit();
    this.#settings.clock.clearTimer(this.#closeTimer);
  }

  #tellClose(): void {
    if (this.#held !== undefined || this.#isEndTold) return;
    this.#isEndTold = true;
    this.onClose(this.#closeReason);
  }
}
