/** Any term that can travel, marks included. */
import fc from 'fast-check';
import { atom, binary, float, improperList, list, tuple } from 'regent-otp/beam';

const name = fc.string({ maxLength: 10, unit: 'grapheme' });

const scalar = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  // Those that a number holds come back as numbers.
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }).filter((value) => !Number.isSafeInteger(Number(value))),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Number.isInteger(value) ? float(value) : value)),
  fc.string({ maxLength: 40, unit: 'grapheme' }),
  fc.constantFrom(true, false, null, undefined, 'ok', 'error', 'deposit'),
  name.map(atom),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => binary(bytes)),
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 8 })).map(([bytes, bits]) => binary(bytes, bits)), // prettier-ignore
);

export const anyTerm: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  term: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie('tuple'), tie('list'), tie('array'), tie('bytes'), tie('map'), tie('object'), tie('improper')), // prettier-ignore
  tuple: fc.array(tie('term'), { maxLength: 5 }).map((items) => tuple(...items)),
  list: fc.array(tie('term'), { maxLength: 5 }).map((items) => list(...items)),
  array: fc.array(tie('term'), { maxLength: 5 }),
  bytes: fc.array(fc.nat(255), { maxLength: 8 }),
  map: fc
    .uniqueArray(fc.tuple(scalar, tie('term')), { maxLength: 4, selector: ([key]) => keyOf(key) })
    .map((pairs) => new Map(pairs)),
  object: fc.dictionary(name, tie('term'), { maxKeys: 4 }),
  improper: fc.tuple(fc.array(scalar, { minLength: 1, maxLength: 3 }), scalar).map(([items, tail]) => improperList(items, tail)), // prettier-ignore
})).term;

// Keys that are one in Erlang.
function keyOf(key: unknown): string {
  return typeof key === 'bigint' ? `${key}` : String(key);
}
