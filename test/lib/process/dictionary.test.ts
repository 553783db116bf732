import { erase, get, getKeys, on, put, receive, self, send, spawn } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { startTestNode } from '../../support/startTestNode.js';

test('put gives the old value, get the present one, erase takes it out', async () => {
  await startTestNode().run(() => {
    expect([put('k', 1), put('k', 2), get('k'), get('missing')]).toEqual([undefined, 1, 2, undefined]);
    expect([erase('k'), erase('k'), get('k')]).toEqual([2, undefined, undefined]);
  });
});

test('keys are terms: equal tuples are one key', async () => {
  await startTestNode().run(() => {
    put(['cache', 1], 'a');
    put({ id: 1 }, 'b');
    put(self(), 'c');
    put(null, 'd');
    expect([put(['cache', 1], 'e'), get(['cache', 1]), get(['cache', 2])]).toEqual(['a', 'e', undefined]);
    expect([get({ id: 1 }), get(self()), get(null)]).toEqual(['b', 'c', 'd']);
    expect([erase(['cache', 1]), erase(['cache', 1]), getKeys().length]).toEqual(['e', undefined, 3]);
  });
});

test('all pairs, and the keys of a value', async () => {
  await startTestNode().run(() => {
    expect([get(), getKeys(), erase(), erase('x')]).toEqual([[], [], [], undefined]);
    put('a', 1);
    put('b', [2]);
    put('c', 1);
    expect(get()).toEqual([
      ['a', 1],
      ['b', [2]],
      ['c', 1],
    ]);
    expect([getKeys(), getKeys(1), getKeys([2]), getKeys('none')]).toEqual([['a', 'b', 'c'], ['a', 'c'], ['b'], []]);
    expect(erase()).toHaveLength(3);
    expect([get(), get('a')]).toEqual([[], undefined]);
  });
});

test('each process has its own, empty at first', async () => {
  await startTestNode().run(async () => {
    put('k', 1);
    const parent = self();
    spawn(() => send(parent, ['child has', get()]));
    expect(await receive(on(['child has', P._], ([, pairs]) => pairs))).toEqual([]);
  });
});
