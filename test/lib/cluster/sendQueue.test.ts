// The order in which frames leave: many small ones together, large ones in fragments, none ahead of its own stream.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameReader } from '../../../lib/cluster/frameReader.js';
import { connectionLimits, frameType, maxPayload } from '../../../lib/cluster/frames.js';
import { Reassembly } from '../../../lib/cluster/reassembly.js';
import { SendQueue } from '../../../lib/cluster/sendQueue.js';
import { eventuallyCollected, living } from '../../support/garbage.js';

const MiB = 1024 * 1024;

/** What the far end makes of the bytes. */
function farEnd(maxOpen = 16 * MiB) {
  const frames: Buffer[] = [];
  const mistakes: string[] = [];
  const reassembly = new Reassembly(maxOpen);
  const reader = new FrameReader(
    connectionLimits,
    (type, payload) => {
      if (type === frameType.signal) return frames.push(payload);
      const result = type === frameType.fragmentStart ? reassembly.start(payload) : reassembly.next(payload);
      if (typeof result === 'string') mistakes.push(result);
      else if (result !== undefined) frames.push(result);
      return undefined;
    },
    (what) => mistakes.push(what),
  );
  return { frames, mistakes, reader };
}

/** A frame that can be told from others. */
const frame = (size: number, stream: number, number: number): Buffer => {
  const bytes = Buffer.alloc(Math.max(size, 8), number % 251);
  bytes.writeUInt32BE(stream, 0);
  bytes.writeUInt32BE(number, 4);
  return bytes;
};

const nameOf = (bytes: Buffer) => `${bytes.readUInt32BE(0)}.${bytes.readUInt32BE(4)}`;

test('small frames leave together', () => {
  const queue = new SendQueue(MiB);
  for (let i = 0; i < 100; i++) queue.add(frame(100, 0, i), 0);
  const { frames, reader } = farEnd();
  reader.push(queue.take()!);
  expect(frames.map(nameOf)).toEqual(Array.from({ length: 100 }, (_, i) => `0.${i}`));
  expect(queue.take()).toBeUndefined();
});

test('what has left is garbage, also on a link that always has more to send', async () => {
  const queue = new SendQueue(MiB);
  const first: WeakRef<WeakKey>[] = [];
  for (let i = 0; i < 2000; i++) {
    const next = frame(1000, 0, i);
    if (i < 100) first.push(new WeakRef(next));
    queue.add(next, 0);
  }
  // Two come for each that leaves.
  for (let i = 2000; i < 10_000; i += 65) {
    queue.take();
    for (let more = 0; more < 65; more++) queue.add(frame(1000, 0, i + more), 0);
  }
  expect(queue.bytes).toBeGreaterThan(1000 * 1000);
  expect(await eventuallyCollected(() => living(first) === 0)).toBe(true);
});

test('a small frame of another stream does not wait for a large one, nor do two large ones for each other', () => {
  const queue = new SendQueue(16 * MiB);
  const { frames, reader } = farEnd();
  queue.add(frame(4 * MiB, 1, 0), 1);
  reader.push(queue.take()!);
  queue.add(frame(2 * MiB, 2, 0), 2);
  queue.add(frame(10, 3, 0), 3);
  queue.add(frame(10, 1, 1), 1);
  for (let bytes = queue.take(); bytes !== undefined; bytes = queue.take()) {
    expect(bytes.length).toBeLessThanOrEqual(maxPayload + 5);
    reader.push(bytes);
  }
  expect(frames.map(nameOf)).toEqual(['3.0', '2.0', '1.0', '1.1']);
});

test('a large frame does not overtake small ones that were sent before it', () => {
  const queue = new SendQueue(16 * MiB);
  const { frames, reader } = farEnd();
  for (let i = 0; i < 10; i++) queue.add(frame(60_000, 1, i), 1);
  queue.add(frame(maxPayload + 1, 1, 10), 1);
  for (let bytes = queue.take(); bytes !== undefined; bytes = queue.take()) reader.push(bytes);
  expect(frames.map(nameOf)).toEqual(Array.from({ length: 11 }, (_, i) => `1.${i}`));
});

test('large frames go on while small ones keep coming', () => {
  const queue = new SendQueue(16 * MiB);
  const { frames, reader } = farEnd();
  queue.add(frame(MiB, 1, 0), 1);
  let turns = 0;
  for (; !frames.some((bytes) => bytes.length === MiB); turns++) {
    queue.add(frame(1000, 0, turns), 0);
    reader.push(queue.take()!);
  }
  expect(turns).toBeLessThan(3 * Math.ceil(MiB / maxPayload));
});

test('large frames that are under way are no larger, together, than the far end takes', () => {
  const queue = new SendQueue(MiB);
  const { frames, mistakes, reader } = farEnd(MiB);
  for (let stream = 1; stream <= 6; stream++) queue.add(frame(400_000, stream, 0), stream);
  queue.add(frame(MiB, 7, 0), 7);
  for (let bytes = queue.take(); bytes !== undefined; bytes = queue.take()) reader.push(bytes);
  expect(mistakes).toEqual([]);
  expect(frames.map(nameOf).sort()).toEqual(['1.0', '2.0', '3.0', '4.0', '5.0', '6.0', '7.0']);
});

test('whatever is sent in whatever streams arrives whole, once, and in the order of its stream', () => {
  const sizes = fc.oneof(
    fc.nat(200),
    fc.nat(3 * maxPayload),
    fc.constantFrom(30_000, 60_000, maxPayload, maxPayload + 1),
  );
  const sends = fc.array(fc.record({ stream: fc.nat(4), size: sizes, takes: fc.nat(3) }), { maxLength: 60 });
  const property = fc.property(sends, (steps) => {
    const queue = new SendQueue(4 * maxPayload);
    const { frames, mistakes, reader } = farEnd(4 * maxPayload);
    const take = () => {
      const bytes = queue.take();
      if (bytes !== undefined) reader.push(bytes);
      return bytes !== undefined;
    };
    const sent = steps.map(({ stream, size, takes }, i) => {
      const bytes = frame(size, stream, i);
      queue.add(bytes, stream);
      for (let j = 0; j < takes; j++) take();
      return bytes;
    });
    while (take());
    expect(queue.bytes).toBe(0);
    expect(mistakes).toEqual([]);
    for (let stream = 0; stream <= 4; stream++) {
      const ofStream = (all: readonly Buffer[]) => all.filter((bytes) => bytes.readUInt32BE(0) === stream);
      const [is, was] = [ofStream(frames), ofStream(sent)];
      expect(is.map(nameOf)).toEqual(was.map(nameOf));
      expect(is.every((bytes, i) => bytes.equals(was[i]!))).toBe(true);
    }
  });
  fc.assert(property, { numRuns: 200 });
});

describe('fragments that no honest node sends:', () => {
  const start = (number: number, size: number, piece = Buffer.alloc(1000)) => {
    const numbers = Buffer.alloc(8);
    numbers.writeUInt32BE(number, 0);
    numbers.writeUInt32BE(size, 4);
    return Buffer.concat([numbers, piece]);
  };
  const next = (number: number, piece: Buffer) => {
    const numbers = Buffer.alloc(4);
    numbers.writeUInt32BE(number, 0);
    return Buffer.concat([numbers, piece]);
  };

  test('too short, too small, too large, twice the same, or never begun', () => {
    const reassembly = new Reassembly(MiB);
    expect(reassembly.start(Buffer.alloc(8))).toBe('a fragment is too short');
    expect(reassembly.start(start(1, maxPayload))).toBe('a frame of 65536 bytes needs no fragments');
    expect(reassembly.start(start(1, MiB + 1))).toMatch(
      /^large frames of 1048577 bytes are under way, at most 1048576/,
    );
    expect(reassembly.start(start(1, 600_000))).toBeUndefined();
    expect(reassembly.start(start(1, 100_000))).toBe('transfer 1 is under way already');
    expect(reassembly.start(start(2, 600_000))).toMatch(/^large frames of 1200000 bytes are under way/);
    expect(reassembly.next(next(2, Buffer.alloc(1)))).toBe('transfer 2 is not under way');
    expect(reassembly.next(Buffer.alloc(4))).toBe('a fragment is too short');
  });

  test('longer than announced', () => {
    const reassembly = new Reassembly(MiB);
    reassembly.start(start(1, 100_000));
    expect(reassembly.next(next(1, Buffer.alloc(60_000)))).toBeUndefined();
    expect(reassembly.next(next(1, Buffer.alloc(60_000)))).toBe('transfer 1 is longer than it said');
  });
});
