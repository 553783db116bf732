import { expect, test } from 'vitest';
import { BackOff } from '../../../lib/cluster/backOff.js';

const longest = (options: object = {}) => new BackOff({ ...options, random: () => 1 });

test('waits double until the longest', () => {
  const backOff = longest({ min: 100, max: 1000 });
  expect(Array.from({ length: 6 }, () => backOff.next())).toEqual([100, 200, 400, 800, 1000, 1000]);
});

test('chance shortens a wait to no less than half', () => {
  expect(new BackOff({ min: 100, random: () => 0 }).next()).toBe(50);
  expect(new BackOff({ min: 100, random: () => 0.5 }).next()).toBe(75);
});

test('they start with 100 ms and grow to 10 s', () => {
  const backOff = longest();
  const waits = Array.from({ length: 20 }, () => backOff.next());
  expect([waits[0], waits.at(-1)]).toEqual([100, 10_000]);
});

test('what lasted longer than the wait before it makes the waits start anew', () => {
  const backOff = longest({ min: 100 });
  backOff.next();
  backOff.next();
  backOff.lasted(400);
  expect(backOff.next()).toBe(100);
});

test('what lasted no longer than that does not: a connection that is lost at once is no success', () => {
  const backOff = longest({ min: 100 });
  backOff.next();
  backOff.next();
  backOff.lasted(399);
  expect(backOff.next()).toBe(400);
});

test('a short wait leaves the others as they are', () => {
  const backOff = longest({ min: 100 });
  backOff.next();
  expect([backOff.short(), backOff.short(), backOff.next()]).toEqual([100, 100, 200]);
});
