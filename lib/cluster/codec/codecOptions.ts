/** What a codec can be made with. */
import type { AnyClassCodec } from './classes.js';
import type { CodecLimits } from './limits.js';

export interface CodecOptions {
  /** The classes whose instances travel; the same on all nodes. */
  readonly classes?: readonly AnyClassCodec[];
  /** Where they differ from the defaults; the same on all nodes. */
  readonly limits?: Partial<CodecLimits>;
}
