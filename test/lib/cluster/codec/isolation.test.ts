// An application's own use of msgpackr and the codec do not meet, however it extends msgpackr.
import { addExtension, pack, Packr, unpack, Unpackr } from 'msgpackr';
import { expect, test } from 'vitest';
import { msgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';
import { difference } from './sameTerm.js';

class Point {
  readonly x: number;
  constructor(x: number) {
    this.x = x;
  }
}

const terms = [
  undefined,
  2n ** 70n,
  new Uint8Array([1]),
  Buffer.from([2]),
  new Date(5),
  new Map([[1, new Set([2])]]),
  ['@', 1],
  new Error('x'),
];

test('extensions of the application for every type and for built-in classes leave the codec alone', () => {
  const before = Buffer.from(msgpackCodec.encode(terms));
  for (let type = 0; type < 128; type++) addExtension({ type, unpack: () => 'taken over' });
  for (const Class of [Uint8Array, Date, Set, Map, Error, Object, Array]) {
    addExtension({ Class, type: 42, pack: () => Buffer.from('taken over') });
  }
  expect(msgpackCodec.encode(terms)).toEqual(before);
  expect(difference(terms, msgpackCodec.decode(before))).toBeUndefined();
});

test('the codec refuses what the application can send, and adds nothing to what it can', () => {
  addExtension({ Class: Point, type: 7, write: (point: Point) => point.x, read: (x: number) => new Point(x) });
  msgpackCodec.decode(msgpackCodec.encode(terms));
  expect(unpack(pack(new Point(3)))).toEqual(new Point(3));
  expect(() => msgpackCodec.encode(new Point(3))).toThrow('an instance of Point cannot travel');
  expect(() => msgpackCodec.decode(pack(new Point(3)))).toThrow('an extension');
});

test("records of the application's own packr live through uses of the codec in between", () => {
  const packr = new Packr({ structures: [] });
  const first = Buffer.from(packr.pack({ a: 1, b: 2 }));
  msgpackCodec.encode({ a: 1, b: 2 });
  expect(msgpackCodec.decode(msgpackCodec.encode([64, 65, { a: 1 }]))).toEqual([64, 65, { a: 1 }]);
  expect(packr.unpack(first)).toEqual({ a: 1, b: 2 });
  expect(new Unpackr({ mapsAsObjects: true }).unpack(Buffer.from(msgpackCodec.encode({ a: [1] })))).toEqual({ a: [1] });
});

test('a getter that encodes in the middle of an encoding disturbs neither', () => {
  const inner = () => msgpackCodec.encode(['inner', 'x'.repeat(100_000), { b: -0 }]);
  const frames: Uint8Array[] = [];
  const term = ['outer', { get seen() { frames.push(inner()); return 'y'.repeat(100); } }, new Date(1)]; // prettier-ignore
  const frame = msgpackCodec.encode(term);
  expect(msgpackCodec.decode(frame)).toEqual(['outer', { seen: 'y'.repeat(100) }, new Date(1)]);
  expect(frames.length).toBeGreaterThan(0);
  for (const bytes of frames) expect(Buffer.compare(bytes, inner())).toBe(0);
});

test('small frames after a large one do not keep its memory', () => {
  msgpackCodec.encode('x'.repeat(1_000_000));
  expect(msgpackCodec.encode(['small']).buffer.byteLength).toBeLessThan(100_000);
});
