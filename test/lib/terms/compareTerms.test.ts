import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTerms, makeRef, self, termEquals } from 'regent-otp';
import { startTestNode } from '../../support/startTestNode.js';

const atom = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
);
const term = fc.letrec((tie) => ({
  term: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.array(tie('term')),
    fc.dictionary(fc.string(), tie('term')),
    fc.array(fc.tuple(tie('term'), tie('term'))).map((pairs) => new Map(pairs)),
    fc.uint8Array(),
  ),
})).term;

test('terms of different kinds are in the order that Erlang has them in', async () => {
  const ordered = await startTestNode().run(() => {
    const kinds = [7, 'atom', makeRef(), () => 1, self(), ['tuple'], { map: 1 }, Uint8Array.of(1)];
    return [...kinds]
      .reverse()
      .sort(compareTerms)
      .map((each) => kinds.indexOf(each));
  });
  expect(ordered).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('tuples compare by size first, maps by size, keys and values', () => {
  const ordered = [[], ['z'], ['a', 'b'], ['a', 'c'], {}, { a: 2 }, { b: 1 }, { a: 1, b: 0 }];
  expect([...ordered].reverse().sort(compareTerms)).toEqual(ordered);
});

test('texts compare by code points, also beyond those of 16 bits', () => {
  const ordered = ['', 'A', 'a', 'aa', 'b', 'é', '\uffff', '\u{10000}', '\u{1f600}'];
  expect([...ordered].reverse().sort(compareTerms)).toEqual(ordered);
});

test("JavaScript's own atoms stand among the texts by their names", () => {
  const ordered = ['a', false, 'g', null, 'true', true, 'u', undefined, 'v'];
  const shuffled = [true, 'v', 'a', null, false, 'g', 'u', 'true'];
  // sort() leaves undefined to the end, whatever it is told.
  expect([...shuffled].sort(compareTerms)).toEqual(ordered.filter((each) => each !== undefined));
  expect(compareTerms(undefined, 'u')).toBeGreaterThan(0);
  expect(compareTerms(undefined, 'v')).toBeLessThan(0);
});

test('integers of both kinds are numbers', () => {
  expect([3n, 1, 2n ** 70n, 2].sort(compareTerms)).toEqual([1, 2, 3n, 2n ** 70n]);
  expect(compareTerms(1, 1n)).toBe(0);
});

test('it is an order: each term is equal to its copy, and what is less on one side is greater on the other', () => {
  fc.assert(
    fc.property(term, term, term, (a, b, c) => {
      expect(compareTerms(a, structuredClone(a))).toBe(0);
      expect(Math.sign(compareTerms(a, b))).toBe(0 - Math.sign(compareTerms(b, a)));
      if (termEquals(a, b)) expect(compareTerms(a, b)).toBe(0);
      if (compareTerms(a, b) <= 0 && compareTerms(b, c) <= 0) expect(compareTerms(a, c)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 2000 },
  );
});
