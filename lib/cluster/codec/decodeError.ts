/** DecodeError: bytes that are no term, or one over the limits. The far end sent them, so its connection ends. */

/** What `codec.decode` throws: what is wrong with the bytes. */
export class DecodeError extends Error {
  constructor(problem: string, cause?: unknown) {
    super(problem, cause === undefined ? undefined : { cause });
    this.name = 'DecodeError';
  }

  /** What was thrown while bytes were decoded, by a parser or by the decode function of a class. */
  static from(thrown: unknown): DecodeError {
    if (thrown instanceof DecodeError) return thrown;
    return new DecodeError(`no term: ${thrown instanceof Error ? thrown.message : 'not decoded'}`, thrown);
  }
}
