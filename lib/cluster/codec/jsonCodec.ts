/**
 * jsonCodec: terms as JSON, to be read on the wire while debugging. It carries what msgpackCodec carries, by the same
 * tagged arrays, under the same limits; bytes are base64.
 */
import type { Codec } from '../codec.js';
import { Classes } from './classes.js';
import type { CodecOptions } from './codecOptions.js';
import { DecodeError } from './decodeError.js';
import { Inbound } from './inbound.js';
import { guardJson } from './jsonGuard.js';
import { codecLimits } from './limits.js';
import { Outbound } from './outbound.js';
import { Refusal } from './refusal.js';

const format = { hasUndefined: false, hasNonFinite: false, hasBigint: false, hasBytes: false };

/**
 * A codec of its own, for instances of registered classes or with other limits.
 *
 * @throws RangeError over a limit that is none, or a class registered twice
 */
export function createJsonCodec(options: CodecOptions = {}): Codec {
  const classes = new Classes(options.classes);
  const limits = codecLimits(options.limits);
  const outbound = new Outbound(format, limits, classes);
  const inbound = new Inbound(limits, classes);
  return {
    name: 'json',
    encode(term) {
      try {
        const bytes = Buffer.from(JSON.stringify(outbound.term(term)));
        if (bytes.length > limits.maxBytes) throw Refusal.ofSize(limits);
        return bytes;
      } catch (thrown) {
        throw Refusal.from(thrown).toError('message');
      }
    },
    decode(bytes) {
      try {
        guardJson(bytes, limits);
        return inbound.term(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()));
      } catch (thrown) {
        throw DecodeError.from(thrown);
      }
    },
  };
}

/** Terms as JSON, for debugging: `joinCluster({ ..., codec: jsonCodec })`. */
export const jsonCodec: Codec = createJsonCodec();
