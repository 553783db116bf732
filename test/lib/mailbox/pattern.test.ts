import fc from 'fast-check';
import { isMatching, P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../lib/mailbox/compile.js';
import { matches } from '../../../lib/mailbox/pattern.js';
import { Incarnation } from '../../../lib/terms/incarnation.js';

const run = Incarnation.of('pattern test', 1);
const [ref, otherRef, pid, otherPid] = [run.ref(1), run.ref(2), run.address(1), run.address(2)];

class Point {
  readonly x = 1;
}

const yes: readonly (readonly [string, unknown, unknown])[] = [
  ['a literal itself', 'ok', 'ok'],
  ['NaN itself', NaN, NaN],
  ['undefined itself', undefined, undefined],
  ['P._ anything', P._, undefined],
  ['a tuple one of its size', ['ok', P._], ['ok', [1]]],
  ['the empty tuple itself', [], []],
  ['a nested tuple', [['a', P.number], P.string], [['a', 1], 'x']],
  ['a reference itself', [ref, P._], [ref, 1]],
  ['an address itself', ['EXIT', pid, P._], ['EXIT', pid, 'x']],
  ['an object one with more keys', { a: 1 }, { a: 1, b: 2 }],
  ['an object with a nested pattern', { a: { b: P.string } }, { a: { b: 'x' } }],
  ['an object an instance of a class', { x: 1 }, new Point()],
  ['an optional key that is missing', { a: P.optional(1) }, {}],
  ['an optional key that is there', { a: P.optional(1) }, { a: 1 }],
  ['an instance of a class', P.instanceOf(Point), new Point()],
  ['P.union one of its patterns', P.union('a', ['b', P._]), ['b', 1]],
  ['P.not what its pattern does not match', [P.not('a')], ['b']],
  ['P.when what holds', P.when((x: unknown) => x === 5), 5],
  ['P.number.gt a greater number', ['take', P.number.gt(0)], ['take', 1]],
  ['P.select as the pattern inside', ['x', P.select(P.number)], ['x', 1]],
  ['P.array a list', P.array(P.number), [1, 2]],
  ['a list of any length', ['a', ...P.array(P.number)], ['a', 1, 2, 3]],
  ['a list of one', ['a', ...P.array(P.number)], ['a', 1]],
  ['a list of none', ['a', ...P.array(P.number)], ['a']],
  ['a list between other elements', ['a', ...P.array(P.number), 'b'], ['a', 1, 2, 'b']],
  ['a map', P.map('a', P.number), new Map([['a', 1]])],
  ['a Map with patterns as values', new Map([['a', P.number]]), new Map([['a', 1]])],
  [
    'a Map one with more keys',
    new Map([['a', 1]]),
    new Map([
      ['a', 1],
      ['b', 2],
    ]),
  ],
  ['a Set an equal one', new Set([1]), new Set([1])],
  ['a Date an equal one', new Date(1), new Date(1)],
  ['bytes equal ones', new Uint8Array([1]), new Uint8Array([1])],
  ['an optional nested pattern', { a: P.optional({ b: 1 }) }, { a: { b: 1 } }],
  ['a set', P.set(P.number), new Set([1])],
];

const no: readonly (readonly [string, unknown, unknown])[] = [
  ['a literal another', 'ok', 'error'],
  ['null undefined', null, undefined],
  ['a literal an object', 'ok', ['ok']],
  ['a number its text', 1, '1'],
  ['NaN a number', NaN, 1],
  ['a number NaN', 1, NaN],
  ['a tuple a longer one', ['ok'], ['ok', 1]],
  ['a tuple a shorter one', ['ok', P._], ['ok']],
  ['a tuple an object', ['ok'], { 0: 'ok', length: 1 }],
  ['a tuple a text', ['o'], 'o'],
  ['a reference another', [ref, P._], [otherRef, 1]],
  ['a reference an object', [ref], [{}]],
  ['an address another', [pid], [otherPid]],
  ['an object one without the key', { a: undefined }, {}],
  ['an object null', { a: 1 }, null],
  ['an object a text', {}, 'x'],
  ['an object another value', { a: [1] }, { a: [2] }],
  ['an optional key with another value', { a: P.optional(1) }, { a: 2 }],
  ['P.instanceOf another class', P.instanceOf(Point), {}],
  ['P.number.gt a smaller number', ['take', P.number.gt(0)], ['take', 0]],
  ['a list with another element', ['a', ...P.array(P.number)], ['a', 1, 'x']],
  ['a list whose one element is a list', ['a', ...P.array(P.number)], ['a', [1, 2]]],
  ['a Map a map without the key', new Map([['a', 1]]), new Map([['b', 1]])],
  ['a Map a map with another value', new Map([['a', 1]]), new Map([['a', 2]])],
  ['a Map an object', new Map([['a', 1]]), { a: 1 }],
  ['a Date another', new Date(1), new Date(2)],
  ['a Date an object', new Date(1), {}],
  ['an instance of a class another', new Point(), new Point()],
  ['a Set another', new Set([1]), new Set([2])],
];

describe.each([
  ['matches', matches],
  ['compilePattern', (pattern: unknown, value: unknown) => compilePattern(pattern)(value)],
])('%s', (_name, matchesIt) => {
  test.each(yes)('matches %s', (_what, pattern, value) => {
    expect(matchesIt(pattern, value)).toBe(true);
  });

  test.each(no)('does not match %s', (_what, pattern, value) => {
    expect(matchesIt(pattern, value)).toBe(false);
  });

  test('agrees with ts-pattern on any pattern and value', () => {
    const leaf = fc.constantFrom<unknown>('a', 'b', 0, 1, NaN, true, null, undefined, ref, pid);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 4 }), objectOf(tie('value'))),
    }));
    const { pattern } = fc.letrec((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.constantFrom<unknown>(P._, P.string, P.number, P.boolean, P.nullish, P.number.gte(1), P.instanceOf(Point)),
        fc.array(tie('pattern'), { maxLength: 4 }),
        objectOf(tie('pattern')),
        fc.constantFrom<unknown>(['a', ...P.array(P.number)], [...P.array('a'), P._], [P._, ...P.array()]),
        fc.array(tie('pattern'), { minLength: 1, maxLength: 2 }).map((each) => P.union(...(each as [P.Pattern]))),
        tie('pattern').map((each) => P.not(each as P.Pattern)),
      ),
    }));
    fc.assert(
      fc.property(pattern, value, (anyPattern, anyValue) => {
        expect(matchesIt(anyPattern, anyValue)).toBe(isMatching(anyPattern as never, anyValue));
      }),
      { numRuns: 2000 },
    );
  });
});

function objectOf(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.record({ a: values, b: values }, { requiredKeys: [], noNullPrototype: true });
}
