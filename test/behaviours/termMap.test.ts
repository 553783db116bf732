import fc from 'fast-check';
import { expect, test } from 'vitest';
import { essence, makeRef, self, termEquals } from 'regent-otp';
import { TermMap } from 'regent-otp/behaviours';
import { binary, float, improperList } from 'regent-otp/beam';
import { startTestNode } from '../support/startTestNode.js';

/** Two calls with one seed give two terms that are equal and share nothing. */
function termOf(seed: number): unknown {
  const atom = fc.oneof(
    fc.constantFrom(null, undefined, true, 'a', 'b', '', '\0a', '"a"', NaN, 0, 1, 2n, 2),
    fc.string({ maxLength: 2 }),
  );
  const bytes = fc.uint8Array({ max: 2, maxLength: 2 });
  const instance = fc.oneof(
    fc.nat(2).map((ms) => new Date(ms)),
    bytes,
    bytes.map((some) => Buffer.from(some)),
    bytes.map((some) => some.buffer.slice(0)),
    bytes.map((some) => binary(some)),
    fc.constantFrom(0, -0, 1).map((value) => float(value)),
    fc.constantFrom('a', 'b').map((text) => new Error(text)),
    fc.constantFrom('a', 'b').map((text) => new TypeError(text)),
  );
  const { term } = fc.letrec((tie) => ({
    term: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      atom,
      instance,
      tie('list'),
      tie('object'),
      tie('set'),
      tie('map'),
      tie('improper'),
    ),
    list: fc.array(tie('term'), { maxLength: 3 }),
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('term')),
    set: fc.uniqueArray(tie('term'), { maxLength: 2, comparator: termEquals }).map((members) => new Set(members)),
    map: fc
      .uniqueArray(fc.tuple(tie('term'), atom), {
        maxLength: 2,
        comparator: (one, other) => termEquals(one[0], other[0]),
      })
      .map((pairs) => new Map(pairs)),
    improper: atom.map((tail) => improperList([1], tail)),
  }));
  return fc.sample(term, { seed, numRuns: 1 })[0];
}

test('keys that are equal as terms find the same value, whatever they are made of', () => {
  const seed = fc.integer();
  fc.assert(
    fc.property(seed, seed, (one, other) => {
      const map = new TermMap<number>();
      map.set(termOf(one), 1);
      expect(map.get(termOf(one))).toBe(1);
      expect(map.get(termOf(other)) === 1).toBe(termEquals(termOf(one), termOf(other)));
      map.delete(termOf(one));
      expect(map.size).toBe(0);
    }),
    { numRuns: 2000 },
  );
});

test('addresses, references, functions and instances without an essence count by identity, also inside of tuples', async () => {
  class Plain {}
  const node = startTestNode();
  await node.run(() => {
    const things = [self(), makeRef(), makeRef(), () => 1, () => 1, new Plain(), new Plain()];
    const map = new TermMap<number>();
    for (const [index, thing] of things.entries()) map.set(['id', thing], index);
    expect(map.size).toBe(things.length);
    expect(things.map((thing) => map.get(['id', thing]))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

test('instances with an essence count by it, and not as what it is', () => {
  class Money {
    readonly amount: number;
    constructor(amount: number) {
      this.amount = amount;
    }
    [essence](): unknown {
      return this.amount;
    }
  }
  class Weight extends Money {}
  const map = new TermMap<string>();
  map.set(new Money(5), 'five');
  expect(map.get(new Money(5))).toBe('five');
  expect(map.get(new Money(6))).toBeUndefined();
  expect(map.get(new Weight(5))).toBeUndefined();
  expect(map.get(5)).toBeUndefined();
  expect(termEquals([new Money(5)], [new Money(5)])).toBe(true);
  expect(termEquals(new Money(5), new Weight(5))).toBe(false);
});

test('values come in the order in which their keys were first set', () => {
  const map = new TermMap<string>();
  map.set(['a'], 'a');
  map.set('b', 'b');
  map.set(['a'], 'c');
  expect([...map.values()]).toEqual(['c', 'b']);
});
