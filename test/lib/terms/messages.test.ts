import fc from 'fast-check';
import { makeRef, on, receive, self, send, spawn } from 'regent-otp';
import type { MessageMode } from 'regent-otp';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { prepareMessage } from '../../../lib/terms/messages.js';
import { startTestNode } from '../../support/startTestNode.js';

/** What a process gets when another one sends it a message. */
async function sent<M>(messages: MessageMode, message: M): Promise<M> {
  const node = startTestNode({ messages });
  return node.run(async () => {
    const me = self();
    spawn(() => send(me, ['message', message]));
    return (await receive(on(['message', P._], ([, got]) => got))) as M;
  });
}

test('a frozen message cannot be changed, however deep', async () => {
  const message = { list: [{ a: 1 }] };
  const got = await sent('frozen', message);
  expect(got).toBe(message);
  expect(() => (got.list[0]!.a = 2)).toThrow(TypeError);
  expect(() => got.list.push({ a: 3 })).toThrow(TypeError);
});

test('a shared message is the same object, not frozen', async () => {
  const message = { list: [{ a: 1 }] };
  const got = await sent('shared', message);
  expect(got).toBe(message);
  got.list[0]!.a = 2;
  expect(message.list[0]!.a).toBe(2);
});

test('a cloned message is another object, which its sender cannot change', async () => {
  const message = { list: [{ a: 1 }] };
  const got = await sent('cloned', message);
  message.list[0]!.a = 2;
  expect(got).toEqual({ list: [{ a: 1 }] });
});

test.each(['frozen', 'shared', 'cloned'] as const)(
  'instances of classes, functions, addresses and references pass as they are: %s',
  async (mode) => {
    class Counter {
      count = 0;
    }
    class Cache extends Map<string, number> {}
    const node = startTestNode();
    const ref = await node.run(() => makeRef());
    const things = [new Counter(), new Cache(), () => 1, ref, node.newMailbox().address, new Error('x'), Symbol('s')];
    const got = await sent(mode, [...things]);
    things.forEach((thing, index) => expect(got[index]).toBe(thing));
    (got[0] as Counter).count++;
    expect((got[1] as Cache).set('a', 1).size).toBe(1);
  },
);

test('freezing leaves maps, sets, dates and binary data open', async () => {
  const got = await sent('frozen', [new Map(), new Set(), new Date(), new Uint8Array(1)] as const);
  got[0].set(1, 1);
  got[1].add(1);
  got[2].setTime(1);
  got[3][0] = 1;
  expect(got).toEqual([new Map([[1, 1]]), new Set([1]), new Date(1), new Uint8Array([1])]);
});

test('freezing takes what is frozen already to be so deeply', async () => {
  const got = await sent('frozen', [Object.freeze({ open: { a: 1 } })] as const);
  got[0].open.a = 2;
  expect(got[0].open.a).toBe(2);
});

test('freezing ends at a cycle', async () => {
  const cycle: { self?: unknown } = {};
  cycle.self = [cycle];
  expect(Object.isFrozen(await sent('frozen', cycle))).toBe(true);
});

test('freezing and cloning take objects without a prototype, and keys named __proto__', async () => {
  const message = Object.assign(Object.create(null), { a: [1] }) as { a: number[] };
  const poisoned = JSON.parse('{"__proto__": {"a": 1}}') as object;
  expect(Object.isFrozen((await sent('frozen', message)).a)).toBe(true);
  const clone = await sent('cloned', [message, poisoned] as const);
  expect(Object.getPrototypeOf(clone[0])).toBe(null);
  expect(Object.getPrototypeOf(clone[1])).toBe(Object.prototype);
  expect(Object.keys(clone[1])).toEqual(['__proto__']);
});

test('cloning copies maps, sets, dates and binary data', () => {
  const date = new Date(1);
  const bytes = new Uint8Array([9, 1, 2, 9]).subarray(1, 3);
  const message = [
    new Map([[{ key: 1 }, { value: 1 }]]),
    new Set([{ a: 1 }]),
    date,
    bytes,
    Buffer.from('text'),
    new DataView(bytes.buffer, 1, 2),
    bytes.buffer,
    new Float64Array([1.5]),
  ];
  const clone = prepareMessage.cloned(message) as typeof message;
  expect(clone).toEqual(message);
  clone.forEach((copy, index) => {
    expect(copy).not.toBe(message[index]);
    expect(copy.constructor).toBe(message[index]!.constructor);
  });
  date.setTime(2);
  bytes[0] = 7;
  expect(clone[2]).toEqual(new Date(1));
  expect(clone[3]).toEqual(new Uint8Array([1, 2]));
  expect((clone[3] as Uint8Array).buffer.byteLength).toBe(2);
  expect((clone[4] as Buffer).toString('utf8')).toBe('text');
  expect((clone[5] as DataView).getUint8(0)).toBe(1);
});

test('cloning keeps what is shared inside a message shared, and cycles', () => {
  const shared = { a: 1 };
  const map = new Map<string, unknown>();
  const set = new Set<unknown>();
  map.set('self', map).set('set', set);
  set.add(set).add(map);
  const cycle: unknown[] = [shared, shared, map];
  cycle.push(cycle);
  const clone = prepareMessage.cloned(cycle) as unknown[];
  expect(clone[0]).toBe(clone[1]);
  expect(clone[0]).not.toBe(shared);
  expect(clone[3]).toBe(clone);
  const mapClone = clone[2] as Map<string, unknown>;
  expect(mapClone).not.toBe(map);
  expect(mapClone.get('self')).toBe(mapClone);
  expect((mapClone.get('set') as Set<unknown>).has(mapClone)).toBe(true);
});

test('no mode changes what a message says', () => {
  fc.assert(
    fc.property(fc.anything({ withDate: true, withMap: true, withSet: true, withTypedArray: true }), (term) => {
      const before = prepareMessage.cloned(term);
      for (const prepare of Object.values(prepareMessage)) expect(prepare(term)).toEqual(before);
    }),
  );
});

test('send gives back the message itself in every mode', async () => {
  for (const messages of ['frozen', 'shared', 'cloned'] as const) {
    const node = startTestNode({ messages });
    const message = { a: 1 };
    expect(await node.run(() => send(self(), message))).toBe(message);
  }
});
