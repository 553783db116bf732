/**
 * How much one term may hold on its way between nodes. Both directions keep to the same limits, so that a sender is
 * refused with a path to what is too much, and no receiver drops a connection over it: give all nodes the same.
 */

export interface CodecLimits {
  /** The longest term, in bytes. Default 128 MiB. */
  readonly maxBytes: number;
  /**
   * The most values in one term: each number, text, array, object, ... and each key of an object counts as one. It
   * bounds the memory and the time that decoding takes: up to 200 bytes and 1 µs a value. Default 2,097,152.
   */
  readonly maxTerms: number;
  /** How deep arrays and objects may lie in each other. Default 512. */
  readonly maxDepth: number;
  /** The longest bigint, in bits. Default 1,048,576. */
  readonly maxBigintBits: number;
  /** Of how many runs of nodes the addresses and references in one term may be. Default 4096. */
  readonly maxHomes: number;
}

const defaults: CodecLimits = {
  maxBytes: 2 ** 27,
  maxTerms: 2 ** 21,
  maxDepth: 512,
  maxBigintBits: 2 ** 20,
  maxHomes: 4096,
};

// Above these it breaks: msgpackr packs some 1200 levels on an empty stack, and engines refuse buffers and bigints.
const highest: CodecLimits = {
  maxBytes: 2 ** 30,
  maxTerms: 2 ** 30,
  maxDepth: 1000,
  maxBigintBits: 2 ** 29,
  maxHomes: 2 ** 20,
};

/**
 * The limits that some given ones and the defaults make.
 *
 * @throws RangeError that names a limit that is no limit, and its value
 */
export function codecLimits(given: Partial<CodecLimits> = {}): CodecLimits {
  const limits = { ...defaults, ...given };
  for (const name of Object.keys(defaults) as (keyof CodecLimits)[]) {
    const value = limits[name];
    if (!Number.isInteger(value) || value < 1 || value > highest[name]) {
      throw new RangeError(`${name} must be an integer from 1 to ${highest[name]}, not ${String(value)}`);
    }
  }
  return limits;
}
