/** The age of claims, by clocks that cannot be trusted. */
import { expect, test } from 'vitest';
import type { Address } from 'regent-otp';
import { byAge, lastStamp, Stamps } from '../../../behaviours/names/claim.js';
import { startTestNode } from '../../support/startTestNode.js';
import { idle } from './claimants.js';

const claim = (pid: Address, stamp: number) => ({ pid, stamp });

test('stamps follow the clock, and never go back with it', () => {
  const stamps = new Stamps();
  expect([1000, 1000, 500, 2000].map((time) => stamps.next(time))).toEqual([1000, 1001, 1002, 2000]);
});

test('stamps are whole numbers that others take, also by a clock of fractions and after the last stamp of all', () => {
  const stamps = new Stamps();
  expect(stamps.next(1000.7)).toBe(1000);
  stamps.seen(lastStamp);
  expect([stamps.next(2000), stamps.next(2000)]).toEqual([lastStamp, lastStamp]);
});

test('a claim that answers another is the newer one, however wrong the clock of its node is', () => {
  const [fast, slow] = [new Stamps(), new Stamps()];
  const first = fast.next(9000);
  slow.seen(first);
  expect(slow.next(1000)).toBeGreaterThan(first);
});

test('claims of the same time have one order on all nodes: by node, then by process', () => {
  const [a, b] = [startTestNode({ name: 'a' }), startTestNode({ name: 'b' })];
  const [a1, a2, b1] = [idle(a), idle(a), idle(b)];
  const sorted = [claim(a1, 5), claim(a2, 5), claim(b1, 5), claim(a1, 6)];
  expect(sorted.toReversed().sort(byAge)).toEqual(sorted);
});
