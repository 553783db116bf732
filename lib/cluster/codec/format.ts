/** What a format of bytes can carry by itself, beyond null, booleans, finite numbers, strings, arrays and objects. */
export interface Format {
  readonly hasUndefined: boolean;
  /** NaN and the infinities. */
  readonly hasNonFinite: boolean;
  /** Integers of 64 bits apart from numbers. */
  readonly hasBigint: boolean;
  /** Bytes. Else they are sent as base64. */
  readonly hasBytes: boolean;
}
