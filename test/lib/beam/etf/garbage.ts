/** Bytes that are nearly terms: those of a term with some changed, and tags with anything behind. */
import fc from 'fast-check';
import { termToBinary } from 'regent-otp/beam';
import { anyTerm } from './anyTerm.js';

const broken = fc
  .tuple(anyTerm, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat())
  .map(([term, changes, cut]) => {
    const bytes = Uint8Array.from(termToBinary(term));
    for (const [place, value] of changes) bytes[1 + (place % Math.max(1, bytes.length - 1))] = value;
    return cut % 3 === 0 ? bytes.subarray(0, 1 + (cut % bytes.length)) : bytes;
  });

const invented = fc
  .tuple(fc.integer({ min: 70, max: 121 }), fc.uint8Array({ maxLength: 40 }))
  .map(([tag, rest]) => Uint8Array.of(131, tag, ...rest));

export const garbage: fc.Arbitrary<Uint8Array> = fc.oneof(broken, invented);
