import { down, exitFrom } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { refOfPattern, subjectOfMessage, tagOfMessage, tagOfPattern, untagged } from '../../../lib/mailbox/tag.js';
import { Incarnation } from '../../../lib/terms/incarnation.js';

const run = Incarnation.of('tag test', 1);
const [ref, pid] = [run.ref(1), run.address(1)];

test.each<[unknown, unknown]>([
  ['stop', 'stop'],
  [5, 5],
  [undefined, undefined],
  [null, null],
  [['take', P._], 'take'],
  [['take', ...P.array()], 'take'],
  [[ref, P._], ref],
  [[pid, P._], pid],
  [down(ref), ref],
  [exitFrom(pid), pid],
  [['DOWN', P._, 'process', P._, P._], 'DOWN'],
  [['EXIT', P._, P._], 'EXIT'],
  [['EXIT'], 'EXIT'],
  [[P._, 'take'], untagged],
  [[P.string], untagged],
  [[['take']], untagged],
  [[], untagged],
  [{ kind: 'take' }, untagged],
  [P._, untagged],
  [Symbol.iterator, untagged],
])('the tag of the pattern %j is its literal, or what a notice is about', (pattern, tag) => {
  expect(tagOfPattern(pattern)).toBe(tag);
});

test('a message is found under its first element, a notice also under what it is about', () => {
  expect(tagOfMessage(['take', 1])).toBe('take');
  expect(tagOfMessage('stop')).toBe('stop');
  expect(subjectOfMessage(['DOWN', ref, 'process', pid, 'x'])).toBe(ref);
  expect(subjectOfMessage(['EXIT', pid, 'x'])).toBe(pid);
  expect(subjectOfMessage(['EXIT', 'x'])).toBe(untagged);
  expect(subjectOfMessage(['take', ref])).toBe(untagged);
  expect(subjectOfMessage('DOWN')).toBe(untagged);
});

test('patterns are bound to a Ref when they name one first, or the one of a DOWN', () => {
  expect(refOfPattern([ref, P._])).toBe(ref);
  expect(refOfPattern(down(ref))).toBe(ref);
  expect(refOfPattern(exitFrom(pid))).toBeUndefined();
  expect(refOfPattern('stop')).toBeUndefined();
});
