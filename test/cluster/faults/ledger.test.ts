// The ledger finds what it is there to find: numbers that came twice, and those whose loss nobody was told of.
import { describe, expect, test } from 'vitest';
import type { Entry, Run } from '../../soak/entry.js';
import { Ledger } from '../../soak/ledger.js';

const a: Run = { id: 'a', creation: 1 };
const b: Run = { id: 'b', creation: 2 };
const laterB: Run = { id: 'b', creation: 3 };

/** What b took in over one connection. */
const life = (first: number, last: number): Entry => ['life', { from: a, first, last }];

type Entered = readonly [Run, Entry];

const ledgerOf = (entries: readonly Entered[]): Ledger => {
  const ledger = new Ledger();
  for (const [run, entry] of entries) ledger.enter(run, entry);
  return ledger;
};

describe('no problem', () => {
  test.each<readonly [string, readonly Entered[]]>([
    [
      'is a gap in which the sender was told',
      [
        [b, life(1, 5)],
        [a, ['told', 'b', 9]],
        [b, life(10, 12)],
      ],
    ],
    [
      'are two connections without a gap',
      [
        [b, life(1, 5)],
        [b, life(6, 12)],
      ],
    ],
    [
      'are two runs of the receiver',
      [
        [b, life(1, 5)],
        [laterB, life(6, 12)],
      ],
    ],
    [
      'is a connection that is reported while it stands, and again',
      [
        [b, life(1, 5)],
        [b, life(1, 9)],
      ],
    ],
    [
      'is a first number after a loss that was told',
      [
        [a, ['told', 'b', 3]],
        [b, life(4, 5)],
      ],
    ],
  ])('%s', (_, entries) => {
    expect(ledgerOf(entries).problems()).toEqual([]);
  });

  test('is a loss that a killed sender could not tell of any more', () => {
    const ledger = ledgerOf([
      [a, ['told', 'b', 5]],
      [b, life(1, 5)],
      [b, life(8, 9)],
    ]);
    expect(ledger.problems()).toHaveLength(1);
    ledger.killed(a);
    expect(ledger.problems()).toEqual([]);
  });
});

describe('a problem', () => {
  const lost = 'a 1 to b: 6 to 9 are lost, and nobody was told before 10 was sent';

  test.each<readonly [string, string, readonly Entered[]]>([
    [
      'is a gap that nobody was told of',
      lost,
      [
        [b, life(1, 5)],
        [b, life(10, 12)],
      ],
    ],
    [
      'is a gap whose end was not told',
      lost,
      [
        [b, life(1, 5)],
        [a, ['told', 'b', 8]],
        [b, life(10, 12)],
      ],
    ],
    [
      'is a number that came to two runs',
      'a 1 to b: 5 to 5 came twice',
      [
        [b, life(1, 5)],
        [laterB, life(5, 6)],
      ],
    ],
    ['is a crash', 'node a 1: crash: why', [[a, ['crash', 'why']]]],
    ['is a promise that a node saw broken', 'node b 2: violation: what', [[b, ['violation', 'what']]]],
    [
      'is a connection that was closed for what came over it',
      'node a 1: connection violation b forged',
      [[a, ['connection', 'violation', 'b', 'forged']]],
    ],
  ])('%s', (_, problem, entries) => {
    expect(ledgerOf(entries).problems()).toEqual([problem]);
  });
});

test('the last number of a run that lives must have come', () => {
  const ledger = ledgerOf([
    [b, life(1, 5)],
    [a, ['sent', 'b', 6]],
  ]);
  expect(ledger.missing([a, b])).toEqual(['a 1 to b: 5 came last, 6 was sent last']);
  expect(ledger.missing([b])).toEqual([]);
  expect(ledger.lost).toBe(1);
  ledger.enter(b, life(1, 6));
  expect(ledger.missing([a, b])).toEqual([]);
  expect(ledger.lost).toBe(0);
});
