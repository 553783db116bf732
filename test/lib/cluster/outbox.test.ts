import { expect, test } from 'vitest';
import { Outbox } from '../../../lib/cluster/outbox.js';
import type { Parcel } from '../../../lib/cluster/parcel.js';

const parcel = (bytes: number) => ({ bytes: new Uint8Array(bytes) }) as unknown as Parcel;

test('what was added comes out in order, once', () => {
  const outbox = new Outbox();
  const [one, two] = [parcel(1), parcel(2)];
  outbox.add(one);
  outbox.add(two);
  expect([outbox.count, outbox.bytes]).toEqual([2, 3]);
  expect(outbox.empty()).toEqual([one, two]);
  expect([outbox.count, outbox.bytes]).toEqual([0, 0]);
  expect(outbox.empty()).toEqual([]);
});

test('there is room for a number of signals', () => {
  const outbox = new Outbox({ maxSignals: 2 });
  expect([1, 2, 3].map(() => outbox.add(parcel(1)))).toEqual([true, true, false]);
  expect(outbox.count).toBe(2);
});

test('there is room for a number of bytes', () => {
  const outbox = new Outbox({ maxBytes: 10 });
  expect([outbox.add(parcel(8)), outbox.add(parcel(3)), outbox.add(parcel(2))]).toEqual([true, false, true]);
});

test('signals without bytes of their own count as signals', () => {
  const outbox = new Outbox({ maxBytes: 0 });
  expect(outbox.add({ bytes: undefined } as unknown as Parcel)).toBe(true);
  expect([outbox.count, outbox.bytes]).toEqual([1, 0]);
});

test('it tells when it is half full of either', () => {
  const outbox = new Outbox({ maxSignals: 4, maxBytes: 100 });
  outbox.add(parcel(50));
  expect(outbox.isHalfFull).toBe(false);
  outbox.add(parcel(1));
  expect(outbox.isHalfFull).toBe(true);
});
