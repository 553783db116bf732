/**
 * The guard of jsonCodec: a walk over the bytes of a JSON text, before it is parsed, that counts values, keys and
 * levels. Whether it is JSON at all, the parser says, which needs no stack.
 */
import { DecodeError } from './decodeError.js';
import type { CodecLimits } from './limits.js';

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** @throws DecodeError if the bytes hold more than the limits allow */
export function guardJson(bytes: Uint8Array, { maxBytes, maxTerms, maxDepth }: CodecLimits): void {
  if (bytes.length > maxBytes) throw new DecodeError(`${bytes.length} bytes are more than maxBytes`);
  let terms = 1;
  let depth = 0;
  for (let position = 0; position < bytes.length; position++) {
    const byte = bytes[position];
    if (byte === quote) position = stringEnd(bytes, position);
    else if (byte === comma || byte === colon) terms++;
    else if (byte === openArray || byte === openObject) {
      if (++depth > maxDepth) throw new DecodeError(`byte ${position}: more than ${maxDepth} levels (maxDepth)`);
      const next = bytes[position + 1];
      if (next !== closeArray && next !== closeObject) terms++;
    } else if (byte === closeArray || byte === closeObject) depth--;
    if (terms > maxTerms) throw new DecodeError(`byte ${position}: more than ${maxTerms} values (maxTerms)`);
  }
}

/** Where the closing quote is. */
function stringEnd(bytes: Uint8Array, start: number): number {
  let position = start + 1;
  while (position < bytes.length && bytes[position] !== quote) position += bytes[position] === backslash ? 2 : 1;
  return position;
}
