/**
 * Connection: a channel after its handshake. Both ends know each other's name and creation, and exchange whole frames.
 */

/** What both ends told each other in the handshake. */
export interface RemoteNode {
  readonly id: string;
  readonly creation: number;
  /** The codec both have agreed on. */
  readonly codec: string;
}

export interface Connection {
  readonly remote: RemoteNode;
  /**
   * Queues a frame; frames of one turn of the event loop leave in one write.
   *
   * @returns false if the connection is over its high-water mark; `onDrain` follows
   */
  send(frame: Uint8Array): boolean;
  /** How many bytes wait to be sent. */
  readonly pendingBytes: number;
  /** Closes it, once what was sent has left, and tells the far end why. */
  close(reason: string): void;
  /** Set by the owner when it takes the connection over. Frames that came before that are kept for it. */
  onFrame: (frame: Uint8Array) => void;
  onDrain: () => void;
  /** Called once; nothing comes after it. The reason says what went wrong, or what the far end said. */
  onClose: (reason: string) => void;
}
