import { expect, test } from 'vitest';
import { after, on, receive, self, send } from 'regent-otp';
import { isPlainObject } from '../../../lib/terms/plainData.js';
import * as aModule from '../../../lib/terms/plainData.js';
import { startTestNode } from '../../support/startTestNode.js';

test('object literals and objects without a prototype are plain data, instances and arrays are not', () => {
  expect([{}, { a: 1 }, Object.create(null)].map(isPlainObject)).toEqual([true, true, true]);
  expect([[], new Map(), new Date(), new (class A {})()].map(isPlainObject)).toEqual([false, false, false, false]);
});

test('the namespace of a module is no plain data: it travels in messages as it is', async () => {
  const node = startTestNode({ messages: 'frozen' });
  const received = await node.run(() => {
    send(self(), ['start', aModule]);
    return receive(
      on(['start', aModule], () => 'itself'),
      after(0, () => 'nothing'),
    );
  });
  expect(isPlainObject(aModule)).toBe(false);
  expect(received).toBe('itself');
});
