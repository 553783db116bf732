// Whatever travels arrives exactly, by either codec, out of frozen terms too, and encoding changes nothing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonCodec } from '../../../../lib/cluster/codec/jsonCodec.js';
import { msgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';
import { anyTerm } from './anyTerm.js';
import { difference } from './sameTerm.js';

const seed = 20_260_101;

describe.each([msgpackCodec, jsonCodec])('$name', (codec) => {
  test(`any term arrives as it was sent (seed ${seed})`, () => {
    fc.assert(
      fc.property(anyTerm, (term) => {
        expect(difference(term, codec.decode(codec.encode(term)))).toBeUndefined();
      }),
      { seed, numRuns: 1000 },
    );
  });

  test(`what was encoded stays valid when more is, and encodes to the same bytes again (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.array(anyTerm, { maxLength: 8 }), (terms) => {
        const frames = terms.map((term) => codec.encode(term));
        for (const [index, term] of terms.entries()) {
          expect(difference(term, codec.decode(frames[index]!))).toBeUndefined();
          expect(Buffer.compare(codec.encode(term), frames[index]!)).toBe(0);
        }
      }),
      { seed, numRuns: 200 },
    );
  });

  test(`decoding leaves the bytes as they were, and keeps none of them (seed ${seed})`, () => {
    fc.assert(
      fc.property(anyTerm, (term) => {
        const frame = new Uint8Array(codec.encode(term));
        const before = frame.slice();
        const got = codec.decode(frame);
        expect(Buffer.compare(frame, before)).toBe(0);
        frame.fill(0xff);
        codec.decode(codec.encode(['another', new Uint8Array(50).fill(7)]));
        expect(difference(term, got)).toBeUndefined();
      }),
      { seed, numRuns: 300 },
    );
  });
});
