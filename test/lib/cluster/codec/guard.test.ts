// What the guard lets pass to msgpackr and what it does not, byte by byte.
import { expect, test } from 'vitest';
import { DecodeError } from '../../../../lib/cluster/codec/decodeError.js';
import { Guard } from '../../../../lib/cluster/codec/guard.js';
import { codecLimits } from '../../../../lib/cluster/codec/limits.js';
import { msgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';

const guard = new Guard(codecLimits());
const checked = (...bytes: number[]) => guard.check(Uint8Array.from(bytes), bytes.length);

test.each([
  ['small integers', [0x93, 0x00, 0x7f, 0xe0]],
  ['integers of all sizes', [0x92, 0xcc, 1, 0xd3, 0, 0, 0, 0, 0, 0, 0, 1]],
  ['floats', [0x92, 0xca, 0, 0, 0, 0, 0xcb, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['nil and booleans', [0x93, 0xc0, 0xc2, 0xc3]],
  ['undefined', [0xd4, 0, 0]],
  ['texts', [0x93, 0xa0, 0xa1, 0x40, 0xd9, 0]],
  ['a map', [0x81, 0xa1, 0x61, 0x80]],
  ['a map with keys of other lengths', [0xde, 0, 1, 0xd9, 1, 0x61, 0x90]],
  ['an array whose first item is a text of two', [0x91, 0xa2, 0x40, 0x40]],
])('%s pass', (_title, bytes) => {
  expect(checked(...bytes)).toBe(false);
});

test.each([
  ['bytes', [0xc4, 1, 0]],
  ['bytes inside', [0x81, 0xa1, 0x61, 0xc4, 0]],
  ['a tagged array', [0x91, 0xa1, 0x3f]],
  ['a tagged array inside a longer one', [0xdc, 0, 1, 0x91, 0xa1, 0x3f]],
])('%s pass, and are to be restored', (_title, bytes) => {
  expect(checked(...bytes)).toBe(true);
});

test.each([
  ['nothing', [], 'byte 0: the term is cut off'],
  ['a second term', [0xc0, 0xc0], 'byte 1: bytes after the end of the term'],
  ['an array without its items', [0x91], 'more than the bytes that are left'],
  ['an array cut off in an item', [0x91, 0xcd, 1], 'cut off'],
  ['a text cut off', [0xa2, 0x61], 'cut off'],
  ['a text of 4 GiB', [0xdb, 0xff, 0xff, 0xff, 0xff], 'cut off'],
  ['a length cut off', [0xda, 0], 'cut off'],
  ['bytes of 4 GiB', [0xc6, 0xff, 0xff, 0xff, 0xff, 0], 'cut off'],
  ['an array of 4 billion items', [0xdd, 0xff, 0xff, 0xff, 0xff, 0], 'byte 5: 4294967295 items are more than'],
  ['a map of 2 billion entries', [0xdf, 0x7f, 0xff, 0xff, 0xff, 0], '2147483647 items are more than'],
  ['a count cut off', [0xdd, 0, 0], 'cut off'],
  ['arrays that claim the same bytes', [0x94, 0x94, 0x94, 0, 0, 0], 'more than the bytes that are left'],
  ['a number as a key', [0x81, 1, 1], 'byte 1: a key that is no string'],
  ['an array as a key', [0x81, 0x90, 1], 'a key that is no string'],
  ['bytes as a key', [0x81, 0xc4, 0, 1], 'a key that is no string'],
  ['a map without a value', [0x81, 0xa0], 'more than the bytes that are left'],
  ['the key __proto__', [0x81, 0xa9, ...Buffer.from('__proto__'), 0x80], 'a key __proto__'],
  ['the token that is never used', [0xc1], 'the token 0xc1'],
  ['a record definition', [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 1], 'an extension'],
  ['a record definition of two bytes', [0xd5, 0x72, 0x40, 0, 0x91, 0xa1, 0x61, 1], 'the token 0xd5'],
  ['a reference', [0xd6, 0x70, 0, 0, 0, 1], 'the token 0xd6'],
  ['an id', [0xd6, 0x69, 0, 0, 0, 1, 0x90], 'the token 0xd6'],
  ['a bundle of strings', [0xd6, 0x62, 0, 0, 0, 1, 0xa1, 0x61], 'the token 0xd6'],
  ['a set of msgpackr', [0xd4, 0x73, 0, 0x91, 1], 'an extension'],
  ['an error of msgpackr', [0xd4, 0x65, 0, 0x93, 0xa0, 0xa0, 0xc0], 'an extension'],
  ['a regular expression of msgpackr', [0xd4, 0x78, 0, 0x92, 0xa1, 0x28, 0xa0], 'an extension'],
  ['a typed array of msgpackr', [0xc7, 2, 0x74, 1, 0], 'the token 0xc7'],
  ['a large bigint of msgpackr', [0xc7, 9, 0x42, 1, 0, 0, 0, 0, 0, 0, 0, 0], 'the token 0xc7'],
  ['a timestamp', [0xd6, 0xff, 0, 0, 0, 0], 'the token 0xd6'],
  ['an undefined with something in it', [0xd4, 0, 1], 'an extension'],
  ['an unknown extension', [0xc9, 0, 0, 0, 1, 5, 0], 'the token 0xc9'],
])('%s is refused', (_title, bytes, problem) => {
  expect(() => checked(...bytes)).toThrow(problem);
  expect(() => checked(...bytes)).toThrow(DecodeError);
  expect(() => msgpackCodec.decode(Uint8Array.from(bytes))).toThrow(problem);
});

test('what lies behind the end does not count', () => {
  expect(guard.check(Uint8Array.of(0x91, 0x01, 0x91), 2)).toBe(false);
  expect(() => guard.check(Uint8Array.of(0x91, 0xa1, 0x61), 2)).toThrow('cut off');
});

test('8 MiB of empty maps are refused before anything is made of them', () => {
  const bytes = Buffer.alloc(2 ** 23, 0x80);
  bytes.writeUInt8(0xdd, 0);
  bytes.writeUInt32BE(2 ** 23 - 5, 1);
  expect(() => msgpackCodec.decode(bytes)).toThrow(
    '8388603 items are more than the bytes that are left or 2097152 values',
  );
});

test('levels are counted, not walked by recursion', () => {
  expect(() => msgpackCodec.decode(Buffer.alloc(2 ** 20, 0x91))).toThrow('more than 512 levels (maxDepth)');
  expect(() => msgpackCodec.decode(Buffer.alloc(2 ** 20, Buffer.from([0x81, 0xa0])))).toThrow('more than 512 levels');
});

test('siblings do not add up to levels', () => {
  const flat = Array.from({ length: 2000 }, () => [[{ a: [] }]]);
  expect(msgpackCodec.decode(msgpackCodec.encode(flat))).toEqual(flat);
});
