/**
 * MemoryChannel: one end of a stream of bytes between two nodes of one OS process.
 *
 * It behaves as a socket does where a node could tell: bytes are copied, arrive in order and never in the turn in which
 * they were written, and who reads slowly makes the other end's bytes pile up. What an end tells its owner, it tells in
 * the root context of the owner's node.
 */
import type { Channel } from './transport.js';

/** What both ends of a channel share. */
export interface MemoryLink {
  /** Which two nodes it joins. */
  readonly way: string;
  /** Nothing gets through, and nobody notices. */
  isHeld: boolean;
  /** The most bytes that arrive at once. */
  readonly chunkSize: number;
  readonly highWaterMark: number;
  /** Called whenever something is on its way. */
  readonly onActivity: () => void;
  /** Called when an end is closed. */
  readonly onEndClosed: (end: MemoryChannel) => unknown;
}

type RootContext = <T>(action: () => T) => T;

const nothing = (): void => undefined;

export class MemoryChannel implements Channel {
  readonly link: MemoryLink;
  readonly remoteId: string;
  readonly remoteAddress: string;
  onData: (chunk: Uint8Array) => void = nothing;
  onDrain: () => void = nothing;
  onClose: (error: Error | undefined) => void = nothing;
  readonly #inRootContext: RootContext;
  #far: MemoryChannel | undefined = undefined;
  #isFlowing = false;
  /** Written and not yet at the far end. */
  #outbox: Uint8Array[] = [];
  #pendingBytes = 0;
  #wantsDrain = false;
  #isPumpPending = false;
  #hasEnded = false;
  #hasDeliveredEnd = false;
  /** Set when the end of the channel has come; told as soon as the owner listens. */
  #ending: { readonly error: Error | undefined } | undefined = undefined;
  #isClosed = false;

  constructor(link: MemoryLink, remoteId: string, remoteAddress: string, inRootContext: RootContext) {
    this.link = link;
    this.remoteId = remoteId;
    this.remoteAddress = remoteAddress;
    this.#inRootContext = inRootContext;
  }

  /** Makes two ends one channel. */
  static join(one: MemoryChannel, other: MemoryChannel): void {
    one.#far = other;
    other.#far = one;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  write(chunks: readonly Uint8Array[]): boolean {
    if (this.#hasEnded || this.#ending !== undefined) return false;
    for (const chunk of chunks) {
      this.#outbox.push(Uint8Array.from(chunk));
      this.#pendingBytes += chunk.length;
    }
    this.schedule();
    this.#wantsDrain = this.#pendingBytes > this.link.highWaterMark;
    return !this.#wantsDrain;
  }

  pause(): void {
    this.#isFlowing = false;
  }

  resume(): void {
    this.#isFlowing = true;
    this.#far?.schedule();
    this.schedule();
  }

  end(): void {
    this.#hasEnded = true;
    this.schedule();
  }

  destroy(): void {
    this.break(undefined);
    this.#far?.schedule();
  }

  /** Ends it at once, as the loss of the network does. */
  break(error: Error | undefined): void {
    this.#outbox = [];
    this.#pendingBytes = 0;
    this.#ending ??= { error };
    this.schedule();
  }

  /** Moves on what can move, in a later turn of the event loop. */
  schedule(): void {
    if (this.#isPumpPending || this.#isClosed) return;
    this.#isPumpPending = true;
    this.link.onActivity();
    this.#inRootContext(() => setImmediate(() => this.#pump()));
  }

  #pump(): void {
    this.#isPumpPending = false;
    if (this.#ending === undefined && !this.link.isHeld) this.#transfer();
    if (this.#ending !== undefined && this.#isFlowing) this.#tellClose(this.#ending.error);
  }

  #transfer(): void {
    const far = this.#far!;
    if (far.#ending !== undefined) return this.break(new Error('connection reset'));
    while (far.#canTake()) {
      const chunk = this.#outbox.shift();
      if (chunk === undefined) break;
      const part = chunk.subarray(0, this.link.chunkSize);
      if (part.length < chunk.length) this.#outbox.unshift(chunk.subarray(part.length));
      this.#pendingBytes -= part.length;
      far.#inRootContext(() => far.onData(part));
    }
    if (this.#pendingBytes > 0) return;
    if (this.#wantsDrain) {
      this.#wantsDrain = false;
      this.onDrain();
    }
    if (this.#hasEnded && !this.#hasDeliveredEnd && far.#canTake()) this.#deliverEnd(far);
  }

  // An end that hears that the other has ended, ends too. The channel is over when both have.
  #deliverEnd(far: MemoryChannel): void {
    this.#hasDeliveredEnd = true;
    far.end();
    if (!far.#hasDeliveredEnd) return;
    this.break(undefined);
    far.break(undefined);
  }

  #canTake(): boolean {
    return this.#isFlowing && this.#ending === undefined;
  }

  #tellClose(error: Error | undefined): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.link.onEndClosed(this);
    this.onClose(error);
  }
}
