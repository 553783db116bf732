// The marks for what plain JavaScript does not tell apart: what they show, when they are equal, what they refuse.
import { inspect } from 'node:util';
import { catchTerm, termEquals } from 'regent-otp';
import {
  atom,
  binary,
  binaryToTerm,
  charlist,
  float,
  improperList,
  termToBinary,
  text,
  tuple,
  type Opaque,
} from 'regent-otp/beam';
import { describe, expect, test } from 'vitest';

test('a binary shows its text, or its bytes where it is none', () => {
  expect(inspect(binary('hello'))).toBe("<<'hello'>>");
  expect(inspect(binary('x'.repeat(50)))).toBe(`<<'${'x'.repeat(40)}'...>>`);
  expect(inspect(binary(Uint8Array.of(0, 255)))).toBe('<<0,255>>');
  expect(inspect(binary(new Uint8Array(50)))).toBe(`<<${'0,'.repeat(19)}0...>>`);
  expect(inspect(binary(Uint8Array.of(0b10100000), 3))).toBe('<<160:3>>');
});

test('binaries and floats are equal by what they hold', () => {
  expect(termEquals(binary('a'), binary(Uint8Array.of(97)))).toBe(true);
  expect(termEquals(binary('a'), binary('b'))).toBe(false);
  expect(termEquals(binary(Uint8Array.of(128), 1), binary(Uint8Array.of(128), 2))).toBe(false);
  expect(termEquals(binary('a'), 'a')).toBe(false);
  expect(termEquals(float(2), float(2))).toBe(true);
  expect(termEquals(float(2), float(3))).toBe(false);
  expect(termEquals(float(2), 2)).toBe(false);
  expect([inspect(float(2)), JSON.stringify(float(2)), JSON.stringify(binary('a'))]).toEqual(['float(2)', '2', '"a"']);
});

test('a bit string has the bits that count', () => {
  expect([binary('').bitSize, binary('ab').bitSize, binary(Uint8Array.of(1, 255), 3).bitSize]).toEqual([0, 16, 11]);
  expect([...binary(Uint8Array.of(255), 3).toBytes()]).toEqual([0b11100000]);
});

test.each<readonly [string, () => unknown]>([
  ['binary: content', () => binary(5 as never)],
  ['binary: lastBits', () => binary('', 3)],
  ['binary: lastBits', () => binary('a', 9)],
  ['binary: lastBits', () => binary('a', 0.5)],
  ['float: value', () => float(Infinity)],
  ['charlist: text', () => charlist(5 as never)],
  ['improperList: items', () => improperList([], 1)],
  ['improperList: tail', () => improperList([1], [2])],
  ['text: data', () => text([-1])],
  ['text: data', () => text([0x110000])],
  ['binaryToTerm: bytes', () => binaryToTerm('bytes' as never)],
])('%s names what is wrong', (place, make) => {
  expect(make).toThrow(place);
});

test('an improper list ends in what is no list, which a tuple is none', () => {
  expect(inspect(improperList([1], tuple(2)))).toBe('[1 | [ 2 ]]');
  expect(inspect(binaryToTerm(termToBinary(improperList([1, 2], 3))))).toBe('[1, 2 | 3]');
});

test('a text is made of texts, binaries, atoms and characters', () => {
  expect(text(['a', [98, binary('c')], atom('d')])).toBe('abcd');
});

describe('identifiers in forms that were in use before, and ports, travel back as they came', () => {
  const name = [119, 3, 97, 64, 98];
  const zeros = (count: number) => Array<number>(count).fill(0);

  test.each([
    ['port', [102, ...name, 0, 0, 0, 7, 1]],
    ['port', [89, ...name, 0, 0, 0, 7, 0, 0, 0, 1]],
    ['port', [120, ...name, ...zeros(7), 7, 0, 0, 0, 1]],
    ['pid', [103, ...name, 0, 0, 0, 7, 0, 0, 0, 0, 1]],
    ['reference', [101, ...name, 0, 0, 0, 7, 1]],
    ['reference', [114, 0, 2, ...name, 1, ...zeros(8)]],
    ['export', [113, 119, 1, 109, 119, 1, 102, 97, 2]],
  ])('a %s: %j', (kind, form) => {
    const bytes = Uint8Array.from([131, ...form]);
    const term = binaryToTerm(bytes) as Opaque;
    expect(term.kind).toBe(kind);
    expect(termToBinary(term)).toEqual(Buffer.from(bytes));
  });

  test.each([
    ['a reference of 0 words', [114, 0, 0, ...name, 1]],
    ['a reference of 6 words', [114, 0, 6, ...name, 1, ...zeros(24)]],
    ['a reference of 0 words', [90, 0, 0, ...name, 0, 0, 0, 1]],
    ['an export must have an arity from 0 to 255', [113, 119, 1, 109, 119, 1, 102, 98, 0, 0, 0, 2]],
    ['a fun of 3 bytes', [112, 0, 0, 0, 3, ...zeros(40)]],
    ['a fun of 200 bytes', [112, 0, 0, 0, 200, ...zeros(40)]],
  ])('refused: %s', (problem, form) => {
    expect(() => binaryToTerm(Uint8Array.from([131, ...form]))).toThrow(problem);
  });
});

test('limits on bytes hold before anything is read', () => {
  expect(() => binaryToTerm(termToBinary('x'.repeat(100)), { limits: { maxBytes: 50 } })).toThrow('50');
  expect(() => binaryToTerm(Uint8Array.of(130, 97, 1))).toThrow('a term must start with the version byte, 131');
});

test('no number of Erlang: where it stands is told', async () => {
  expect(await catchTerm(() => termToBinary({ list: [1, NaN] }))).toBeDefined();
  expect(() => termToBinary({ list: [1, NaN] })).toThrow('list');
});

test('a map finds a key that is equal', () => {
  const map = binaryToTerm(termToBinary(new Map([[tuple('a', 1), 'value']]))) as ReadonlyMap<unknown, unknown>;
  expect([map.get(['a', 1]), map.get(['a', 2]), map.get(null), map.get('a')]).toEqual([
    'value',
    undefined,
    undefined,
    undefined,
  ]);
});
