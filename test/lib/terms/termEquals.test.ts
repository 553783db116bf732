import fc from 'fast-check';
import { makeRef, termEquals } from 'regent-otp';
import { expect, test } from 'vitest';
import { prepareMessage } from '../../../lib/terms/messages.js';
import { startTestNode } from '../../support/startTestNode.js';

test.each<[string, unknown, unknown]>([
  ['numbers', 1, 1],
  ['NaN', NaN, NaN],
  ['texts', 'a', 'a'],
  ['big integers', 10n ** 30n, 10n ** 30n],
  ['tuples', ['ok', [1, 2]], ['ok', [1, 2]]],
  ['objects whatever the order of keys', { a: 1, b: [2] }, { b: [2], a: 1 }],
  ['objects without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ['maps', new Map([['a', [1]]]), new Map([['a', [1]]])],
  [
    'maps with tuples as keys',
    new Map([
      [['a'], 1],
      [['b'], 2],
    ]),
    new Map([
      [['b'], 2],
      [['a'], 1],
    ]),
  ],
  ['sets', new Set([1, 2]), new Set([2, 1])],
  ['sets of tuples', new Set([['a'], ['b']]), new Set([['b'], ['a']])],
  ['dates', new Date(5), new Date(5)],
  ['invalid dates', new Date(NaN), new Date(NaN)],
  ['bytes', new Uint8Array([1, 2]), new Uint8Array([0, 1, 2]).subarray(1)],
  ['buffers', new Uint8Array([1, 2]).buffer, new Uint8Array([1, 2]).buffer],
  ['errors', new TypeError('x'), new TypeError('x')],
])('equal %s are equal', (_what, one, other) => {
  expect(termEquals(one, other)).toBe(true);
  expect(termEquals(other, one)).toBe(true);
});

test.each<[string, unknown, unknown]>([
  ['a number and its text', 1, '1'],
  ['an integer and a big integer', 1, 1n],
  ['null and undefined', null, undefined],
  ['null and an object', null, {}],
  ['tuples of different size', [1], [1, 2]],
  ['tuples with different elements', ['a', [1]], ['a', [2]]],
  ['a tuple and an object', [], {}],
  ['objects with different values', { a: 1 }, { a: 2 }],
  ['objects with different keys', { a: undefined }, { b: undefined }],
  ['an object and one with more keys', { a: 1 }, { a: 1, b: 2 }],
  ['a map and an object', new Map(), {}],
  ['maps of different size', new Map([[1, 1]]), new Map()],
  ['maps with different keys', new Map([[1, 1]]), new Map([[2, 1]])],
  ['maps with different values', new Map([[1, 1]]), new Map([[1, 2]])],
  ['sets of different size', new Set([1]), new Set()],
  ['sets with different elements', new Set([1]), new Set([2])],
  ['maps with different tuples as keys', new Map([[['a'], 1]]), new Map([[['b'], 1]])],
  ['sets of different tuples', new Set([['a'], ['a']]), new Set([['a'], ['b']])],
  ['dates', new Date(5), new Date(6)],
  ['bytes', new Uint8Array([1]), new Uint8Array([2])],
  ['bytes of different length', new Uint8Array([1]), new Uint8Array([1, 2])],
  ['arrays of different kinds', new Uint8Array([1]), new Int8Array([1])],
  ['buffers', new Uint8Array([1]).buffer, new Uint8Array([2]).buffer],
  ['errors with different messages', new Error('a'), new Error('b')],
  ['errors of different kinds', new Error('a'), new TypeError('a')],
  ['functions', () => 1, () => 1],
  ['instances of a class', new URL('http://a'), new URL('http://a')],
])('different terms are different: %s', (_what, one, other) => {
  expect(termEquals(one, other)).toBe(false);
  expect(termEquals(other, one)).toBe(false);
});

test('references and addresses are equal to themselves alone', async () => {
  const node = startTestNode();
  await node.run(() => {
    const ref = makeRef();
    expect(termEquals(['x', ref], ['x', ref])).toBe(true);
    expect(termEquals(['x', ref], ['x', makeRef()])).toBe(false);
  });
});

test('a copy of any term is equal to it', () => {
  const anything = fc.anything({
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withBigInt: true,
    withNullPrototype: true,
  });
  fc.assert(
    fc.property(anything, (term) => {
      expect(termEquals(prepareMessage.cloned(term), term)).toBe(true);
    }),
  );
});
