import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRef, self, termEquals } from 'regent-otp';
import { TermMap } from 'regent-otp/behaviours';
import { startTestNode } from '../support/startTestNode.js';

test('keys that are equal as terms find the same value, whatever they are made of', () => {
  const atom = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined));
  const term = fc.letrec((tie) => ({
    term: fc.oneof({ maxDepth: 3 }, atom, fc.array(tie('term')), fc.dictionary(fc.string(), tie('term'))),
  })).term;
  fc.assert(
    fc.property(term, term, (one, other) => {
      const map = new TermMap<number>();
      map.set(one, 1);
      expect(map.get(structuredClone(one))).toBe(1);
      expect(map.get(other) === 1).toBe(termEquals(one, other));
      map.delete(structuredClone(one));
      expect(map.size).toBe(0);
    }),
    { numRuns: 2000 },
  );
});

test('addresses, references, functions and instances count by identity, also inside of tuples', async () => {
  const node = startTestNode();
  await node.run(() => {
    const things = [self(), makeRef(), makeRef(), () => 1, () => 1, new Set(), new Set()];
    const map = new TermMap<number>();
    for (const [index, thing] of things.entries()) map.set(['id', thing], index);
    expect(map.size).toBe(things.length);
    expect(things.map((thing) => map.get(['id', thing]))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

test('values come in the order in which their keys were first set', () => {
  const map = new TermMap<string>();
  map.set(['a'], 'a');
  map.set('b', 'b');
  map.set(['a'], 'c');
  expect([...map.values()]).toEqual(['c', 'b']);
});
