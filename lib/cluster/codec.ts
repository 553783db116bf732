/**
 * Codec: the one seam between terms and bytes. Which one a connection speaks is agreed upon in its handshake.
 */
export interface Codec {
  /** Its name in the handshake. */
  readonly name: string;
  /**
   * The bytes of a term.
   *
   * @throws EncodeError that names the path to what cannot travel
   */
  encode(term: unknown): Uint8Array;
  /**
   * The term of bytes that came from outside. Safe against any bytes: bounded in time, memory and depth.
   *
   * @throws DecodeError
   */
  decode(bytes: Uint8Array): unknown;
}
