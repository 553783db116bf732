/**
 * Connection: a channel after its handshake. Both ends know each other's name and creation, and exchange whole frames.
 */

import type { X509Certificate } from 'node:crypto';

/** What the far end told in the handshake. */
export interface RemoteNode {
  readonly id: string;
  readonly creation: number;
  /** The codec both have agreed on. */
  readonly codec: string;
  /** Stands for its cluster spec, 32 hexadecimal digits; undefined if it told none. */
  readonly fingerprint: string | undefined;
  /** It is a hidden node. */
  readonly isHidden?: boolean | undefined;
  /** `host:port` of the far end. */
  readonly address: string;
  /** The largest frame it takes, bytes. */
  readonly maxFrameSize: number;
}

export interface Connection {
  readonly remote: RemoteNode;
  /** What the far end has proven its id with, if the network has certificates. */
  readonly certificate?: X509Certificate | undefined;
  /**
   * Queues a frame; see Flushing for when it leaves. The bytes must not be changed afterwards.
   *
   * @param stream frames of one stream arrive in the order sent; a frame of one stream may overtake a large one of
   *   another. Any integer, say the number of the sending process. Default: 0
   * @returns false if the connection is over its high-water mark (`onDrain` follows), or is closed
   * @throws RangeError if the frame is larger than the far end takes; the connection stays
   */
  send(frame: Uint8Array, stream?: number): boolean;
  /** How many bytes wait to be sent. */
  readonly pendingBytes: number;
  /**
   * Closes it, once what was sent has left, and tells the far end why. No frame comes any more; `onClose` follows with
   * this reason when it is over.
   */
  close(reason: string): void;
  /**
   * Set by the owner when it takes the connection over, after `onDrain` and `onClose`. Frames that came before that are
   * kept for it, and so is the end of the connection. The bytes share memory with others: keep copies only.
   * If it throws, the connection is closed with that error as its reason.
   */
  onFrame: (frame: Uint8Array) => void;
  onDrain: () => void;
  /** Called once; nothing comes after it. The reason says what went wrong, or what the far end said. */
  onClose: (reason: string) => void;
}
