// Short messages are written and read in one walk. Nobody can tell: the bytes and the terms are those of the long way.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMsgpackCodec, msgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';
import { notShort, ShortReader } from '../../../../lib/cluster/codec/shortReader.js';
import { mostBytes, ShortWriter } from '../../../../lib/cluster/codec/shortWriter.js';
import { attacks, randomFrom } from './hostileBytes.js';
import { difference } from './sameTerm.js';

const seed = 20_261_126;

/** Limits so low that it takes the long way always. */
const longWay = createMsgpackCodec({ limits: { maxTerms: mostBytes - 1 } });

const numbers = [0, 31, 32, 63, 64, 127, 128, 255, 256, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32];
const edges = [
  ...numbers,
  ...numbers.map((n) => -n),
  -33,
  -129,
  -32_768,
  -32_769,
  0.5,
  NaN,
  Infinity,
  -Infinity,
  1e300,
];
const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    '@',
    "'",
    '#',
    '',
    'é',
    '\ud800',
    '\ufeff',
    '__proto__',
    'constructor',
    'x'.repeat(255),
    'x'.repeat(256),
  ),
);
const shortTerm = fc.letrec((tie) => ({
  term: fc.oneof(
    { maxDepth: 10, withCrossShrink: true },
    text,
    fc.constantFrom<unknown>(...edges, true, false, null, undefined, 7n, new Uint8Array(2)),
    fc.integer(),
    fc.double(),
    fc.array(tie('term'), { maxLength: 18 }),
    fc.dictionary(text, tie('term'), { maxKeys: 17 }),
  ),
})).term;

/** A text in so many arrays. */
const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);

test(`any term has the bytes that it has on the long way (seed ${seed})`, () => {
  fc.assert(
    fc.property(shortTerm, (term) => {
      const bytes = msgpackCodec.encode(term);
      expect(Buffer.from(bytes)).toEqual(Buffer.from(longWay.encode(term)));
      expect(difference(term, msgpackCodec.decode(bytes))).toBeUndefined();
    }),
    { seed, numRuns: 3000 },
  );
});

test(`any bytes are read or refused as on the long way (seed ${seed})`, () => {
  const valid = fc.sample(shortTerm, { seed, numRuns: 300 }).map((term) => Uint8Array.from(longWay.encode(term)));
  const random = randomFrom(seed);
  const outcome = (codec: typeof longWay, bytes: Uint8Array): { term: unknown } | { refusal: string } => {
    try {
      return { term: codec.decode(bytes) };
    } catch (error) {
      return { refusal: String(error) };
    }
  };
  for (const attack of Object.values(attacks)) {
    for (let round = 0; round < 2000; round++) {
      const bytes = attack(valid[random(valid.length)]!, random);
      // Its own limit of terms is the only difference.
      const long = outcome(longWay, bytes);
      if ('refusal' in long && long.refusal.includes('maxTerms')) continue;
      expect(outcome(msgpackCodec, bytes)).toEqual(long);
    }
  }
});

describe('the short way is taken', () => {
  test.each<readonly [string, unknown]>([
    ['a cast', [8, 'counter', ['$gen_cast', ['add', 1]]]],
    ['every small thing', [null, undefined, true, false, '', 'x'.repeat(255), { a: { b: [] } }]],
    ...edges.filter((n) => !Object.is(n, -0)).map((n) => [`the number ${n}`, n] as const),
    ['15 items', Array.from({ length: 15 }, () => 'x')],
    ['eight levels', nested(8)],
  ])('by %s', (_, term) => {
    const bytes = new ShortWriter().write(term)!;
    expect(difference(term, new ShortReader().read(Buffer.from(bytes)))).toBeUndefined();
  });
});

describe('the long way is taken', () => {
  test.each<readonly [string, unknown]>([
    ['a text that is no ASCII', 'é'],
    ['a text of 256 letters', 'x'.repeat(256)],
    ['16 items', Array.from({ length: 16 }, () => 'x')],
    ['nine levels', nested(9)],
    ['more than 1,024 bytes', Array.from({ length: 5 }, () => 'x'.repeat(250))],
    ['an array that begins with a tag', ['@', 1]],
    ['a key __proto__', JSON.parse('{"__proto__":1}')],
    ['-0', -0],
    ['an object of a class', new (class Point {})()],
    ['an array of a class', new (class Stack extends Array {})()],
    ['an object without a prototype', Object.create(null)],
    ['a bigint', 1n],
    ['bytes', new Uint8Array(1)],
    ['a function', () => 1],
  ])('by %s', (_, term) => {
    expect(new ShortWriter().write(term)).toBeUndefined();
  });

  test.each<readonly [string, readonly number[]]>([
    ['nothing', []],
    ['an array that begins with a tag', [0x92, 0xa1, 0x40, 1]],
    ['bytes behind the term', [1, 1]],
    ['a text that is cut off', [0xa2, 0x61]],
    ['a long text without its length', [0xd9]],
    ['a number that is cut off', [0xcd, 1]],
    ['an array that is cut off', [0x92, 1]],
    ['an object that is cut off', [0x81, 0xa1, 0x61]],
    ['an object without its first key', [0x81]],
    ['a key that is no text', [0x81, 1, 1]],
    ['a text that is no ASCII', [0xa2, 0xc3, 0xa9]],
    ['an extension', [0xd4, 0, 1]],
    ['nine levels', [...Array.from({ length: 9 }, () => 0x91), 1]],
    ['nine levels of objects', [...Array.from({ length: 9 }, () => [0x81, 0xa1, 0x61]).flat(), 1]],
  ])('by %s on the way in', (_, bytes) => {
    expect(new ShortReader().read(Buffer.from(bytes))).toBe(notShort);
  });
});

test('texts that take the same place do not become each other', () => {
  const reader = new ShortReader();
  const texts = Array.from({ length: 5000 }, (_, n) => `text ${n}`);
  for (const each of [...texts, ...texts]) expect(reader.read(Buffer.from(msgpackCodec.encode(each)))).toBe(each);
});

test('an instance of a registered class that passes itself off as an array is one of the class', () => {
  // As classes were made before there was a word for it.
  function Stack() {}
  Stack.prototype = Object.create(Array.prototype);
  const stackOf = (...items: unknown[]): unknown[] =>
    Object.setPrototypeOf(items, Stack.prototype as object) as unknown[];
  const codec = createMsgpackCodec({
    classes: [
      {
        name: 'stack',
        class: Stack as unknown as new () => unknown[],
        encode: (stack: unknown[]) => Array.from(stack),
        decode: (items: unknown[]) => stackOf(...items),
      },
    ],
  });
  const arrived = codec.decode(codec.encode(['pushed', stackOf(1, 2)])) as [string, object];
  expect(arrived[1]).toBeInstanceOf(Stack);
});

test('a getter may encode another term meanwhile', () => {
  const term = ['a', { get b() { return msgpackCodec.encode(['inner', 1]).length; } }, 'c']; // prettier-ignore
  expect(msgpackCodec.decode(msgpackCodec.encode(term))).toEqual(['a', { b: 8 }, 'c']);
});

test('where a getter has thrown is told', () => {
  const term = ['a', { get b() { throw new Error('oops'); } }]; // prettier-ignore
  expect(() => msgpackCodec.encode(term)).toThrow(/\[1\]\.b/);
  expect(msgpackCodec.decode(msgpackCodec.encode(['a', 1]))).toEqual(['a', 1]);
});

test('what was written stays when more is', () => {
  const frames = Array.from({ length: 2000 }, (_, n) => msgpackCodec.encode(['number', n]));
  expect(frames.map((bytes) => msgpackCodec.decode(bytes))).toEqual(frames.map((_, n) => ['number', n]));
});
