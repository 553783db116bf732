import { expect, test } from 'vitest';
import { Incarnation } from '../../../lib/terms/incarnation.js';
import { Ref } from '../../../lib/terms/ref.js';
import { WeakTable } from '../../../lib/terms/weakTable.js';
import { eventuallyCollected } from '../../support/garbage.js';

test('a run of a node is one object', () => {
  expect(Incarnation.of('one', 1)).toBe(Incarnation.of('one', 1));
  expect(Incarnation.of('one', 1)).not.toBe(Incarnation.of('one', 2));
  expect(Incarnation.of('1 one', 2)).not.toBe(Incarnation.of('one', 21));
});

test('a number gives one address and one reference as long as somebody keeps them', () => {
  const run = Incarnation.of('interned', 1);
  const [address, ref] = [run.address(7), run.ref(7)];
  expect(run.address(7)).toBe(address);
  expect(run.ref(7)).toBe(ref);
  expect(run.address(8)).not.toBe(address);
});

test('an identifier that was made here is found by its number once it is exposed', () => {
  const run = Incarnation.of('exposed', 1);
  const address = run.newAddress();
  run.expose(address);
  run.expose(address);
  expect(run.address(address.id)).toBe(address);
  const ref = run.ref(run.newRefId());
  run.expose(ref);
  expect(run.ref(ref.id)).toBe(ref);
  expect(run.exposed).toBe(2);
});

test('a reference that is held is found by its number, and by whoever keeps it for longer', () => {
  const run = Incarnation.of('held', 1);
  const [ref, other] = [new Ref(run, run.newRefId()), new Ref(run, run.newRefId())];
  for (const held of [ref, other]) {
    expect(run.hold(held)).toBe(true);
    expect(run.held(held.id)).toBe(held);
  }
  expect(run.hold(ref)).toBe(false);
  expect(run.exposed).toBe(2);
  run.expose(ref);
  expect(run.ref(ref.id)).toBe(ref);
  for (const held of [ref, other]) run.release(held);
  expect(run.ref(ref.id)).toBe(ref);
  expect(run.held(ref.id)).toBeUndefined();
  expect(run.exposed).toBe(1);
});

test('identifiers of others that nobody keeps leave the tables', async () => {
  const run = Incarnation.of('temporary', 1);
  const kept = run.address(1);
  for (let id = 2; id <= 20_000; id++) {
    run.address(id);
    run.ref(id);
  }
  expect(await eventuallyCollected(() => run.exposed === 1)).toBe(true);
  expect(run.address(1)).toBe(kept);
});

test('a value that took the key of a collected one stays in the table', async () => {
  const table = new WeakTable<string, object>();
  const keys = Array.from({ length: 1000 }, (_, index) => `key ${index}`);
  for (const key of keys) table.set(key, {});
  for (const key of keys) table.set(key, {});
  const kept = keys.map((key) => {
    const value = {};
    table.set(key, value);
    return value;
  });
  const other = {};
  table.set('other', other);
  table.set('gone', {});
  expect(await eventuallyCollected(() => table.size === kept.length + 1)).toBe(true);
  expect(keys.map((key) => table.get(key))).toEqual(kept);
  expect(table.get('gone')).toBeUndefined();
});

test('who guesses the number of a process that will be there has the address that it will have', () => {
  const run = Incarnation.of('guessed', 1);
  run.begin();
  run.newAddress();
  const guessed = run.address(2);
  run.expose(guessed);
  expect(run.newAddress()).toBe(guessed);
  expect(run.newAddress().id).toBe(3);
});

test('who guesses the number of a reference does not have it', () => {
  const run = Incarnation.of('guessed', 2);
  run.begin();
  const number = run.newRefId() + 2;
  const guessed = run.ref(number);
  const own = new Ref(run, run.newRefId());
  expect(own.id).toBe(number);
  run.expose(guessed);
  run.expose(own);
  expect(run.ref(number)).toBe(own);
});
