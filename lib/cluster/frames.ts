/**
 * Frames: what a channel's bytes are cut into. A frame is a length (four bytes, big-endian, of what follows), a type (one
 * byte) and its payload. Invariant: no payload is longer than `maxPayload`; what is longer travels in fragments.
 */
export const frameType = {
  hello: 1,
  welcome: 2,
  refused: 3,
  heartbeat: 4,
  goodbye: 5,
  signal: 6,
  /** Begins a large frame: number of the transfer, whole size, first bytes. */
  fragmentStart: 7,
  /** Goes on with it: number of the transfer, more bytes. */
  fragment: 8,
} as const;

export type FrameType = (typeof frameType)[keyof typeof frameType];

/** What comes before a payload. */
export const headerSize = 5;
/** The longest payload of any frame. */
export const maxPayload = 65_536;
/** The longest payload while nobody is let in yet, and of a goodbye. */
export const maxSmallPayload = 1024;

/** The longest payload of each type that may come; others may not. */
export type FrameLimits = Readonly<Partial<Record<number, number>>>;

/** Before the handshake is over. */
export const handshakeLimits: FrameLimits = {
  [frameType.hello]: maxSmallPayload,
  [frameType.welcome]: maxSmallPayload,
  [frameType.refused]: maxSmallPayload,
  [frameType.goodbye]: maxSmallPayload,
};

/** After it. */
export const connectionLimits: FrameLimits = {
  [frameType.heartbeat]: 0,
  [frameType.goodbye]: maxSmallPayload,
  [frameType.signal]: maxPayload,
  [frameType.fragmentStart]: maxPayload,
  [frameType.fragment]: maxPayload,
};

/** Writes a header. The payload is `size` bytes long. */
export function writeHeader(into: Buffer, at: number, type: FrameType, size: number): void {
  into.writeUInt32BE(size + 1, at);
  into[at + 4] = type;
}

/** A whole frame. */
export function encodeFrame(type: FrameType, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(headerSize + payload.length);
  writeHeader(frame, 0, type, payload.length);
  frame.set(payload, headerSize);
  return frame;
}

/** A text for a `goodbye` or `refused`, cut to what fits. */
export function encodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(maxSmallPayload - 1);
  return bytes.subarray(0, new TextEncoder().encodeInto(text, bytes).written);
}

/** A text from outside, fit for one line. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
}
