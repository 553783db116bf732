// Limits hold in both directions and at the same point: what one end may send, the other takes.
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../../../lib/cluster/codec/decodeError.js';
import { createJsonCodec } from '../../../../lib/cluster/codec/jsonCodec.js';
import { createMsgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';

const nested = (levels: number, innermost: unknown): unknown => {
  let term = innermost;
  for (let level = 0; level < levels; level++) term = level % 2 === 0 ? [term] : { a: term };
  return term;
};
const deepMap = (levels: number): unknown => (levels === 0 ? 1 : new Map([[1, deepMap(levels - 1)]]));

describe.each([createMsgpackCodec, createJsonCodec])('%o', (create) => {
  const open = create({ limits: { maxDepth: 1000, maxTerms: 2 ** 24, maxBigintBits: 2 ** 24 } });

  /** The limited codec must encode and decode `within`, and refuse `beyond` on both sides, naming the limit. */
  function expectLimit(limits: object, within: unknown, beyond: unknown, told: RegExp) {
    const codec = create({ limits });
    expect(Buffer.from(codec.encode(codec.decode(codec.encode(within))))).toEqual(Buffer.from(open.encode(within)));
    expect(() => codec.encode(beyond)).toThrow(told);
    expect(() => codec.decode(open.encode(beyond))).toThrow(DecodeError);
  }

  test('levels: 512 by default', () => {
    expectLimit({}, nested(512, 1), nested(513, 1), /: more than 512 levels \(maxDepth\) cannot travel/);
    expectLimit({}, deepMap(512), deepMap(513), /more than 512 levels/);
  });

  test('levels: an empty array is one, and so is what must be tagged', () => {
    expectLimit({ maxDepth: 3 }, nested(2, []), nested(3, []), /more than 3 levels/);
    expectLimit({ maxDepth: 3 }, nested(2, -0), nested(3, -0), /more than 3 levels/);
    expectLimit({ maxDepth: 3 }, nested(2, new Date(0)), nested(3, new Date(0)), /more than 3 levels/);
  });

  test('values: items and keys count', () => {
    expectLimit({ maxTerms: 5 }, [1, 2, 3, 4], [1, 2, 3, 4, 5], /^message: a term of more than 5 values \(maxTerms\)/);
    expectLimit({ maxTerms: 5 }, { a: 1, b: 2 }, { a: 1, b: 2, c: 3 }, /more than 5 values/);
    expectLimit({ maxTerms: 5 }, [[], [], [[]]], [[], [], [[1]], []], /more than 5 values/);
    expectLimit({ maxTerms: 5 }, new Set([1, 2, 3]), new Set([1, 2, 3, 4]), /more than 5 values/);
    expectLimit({ maxTerms: 6 }, [{}, ['@']], [{}, ['@', 1, 2]], /more than 6 values/);
  });

  test('values: what is in a term again and again ends soon', () => {
    let term: unknown = 'x';
    for (let level = 0; level < 60; level++) term = [term, term];
    expect(() => create().encode(term)).toThrow('more than 2097152 values');
    expect(() => create().encode(new Array(2 ** 31))).toThrow('more than 2097152 values');
  });

  test('bytes', () => {
    const codec = create({ limits: { maxBytes: 1000 } });
    expect(codec.decode(codec.encode('x'.repeat(990)))).toBe('x'.repeat(990));
    for (const term of ['x'.repeat(1000), 'é'.repeat(600), [new Uint8Array(1001)], { ['k'.repeat(1001)]: 1 }]) {
      expect(() => codec.encode(term)).toThrow(/a term of more than 1000 bytes \(maxBytes\) cannot travel/);
      expect(() => codec.decode(open.encode(term))).toThrow('more than maxBytes');
    }
    const long = 'x'.repeat(600);
    expect(() => codec.encode([long, long])).toThrow(/^message\[1\]: a term of more than 1000 bytes/);
  });

  test('bits of a bigint', () => {
    for (const sign of [1n, -1n]) {
      expectLimit(
        { maxBigintBits: 128 },
        sign * (2n ** 128n - 1n),
        sign * 2n ** 140n,
        /a bigint of more than 128 bits/,
      );
    }
  });

  test.each([
    ['maxDepth', 0],
    ['maxDepth', 1001],
    ['maxTerms', 1.5],
    ['maxBytes', NaN],
    ['maxBytes', 2 ** 31],
    ['maxBigintBits', '5' as never],
    ['maxHomes', -1],
  ])('a limit %s of %o is refused by name', (name, value) => {
    expect(() => create({ limits: { [name]: value } })).toThrow(
      new RegExp(`^${name} must be an integer from 1 to .*, not`),
    );
  });
});
