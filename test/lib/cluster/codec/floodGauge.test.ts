// Keys chosen to collide end the decoding; many keys do not.
import { expect, test } from 'vitest';
import { DecodeError } from '../../../../lib/cluster/codec/decodeError.js';
import { FloodGauge } from '../../../../lib/cluster/codec/floodGauge.js';
import { msgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';

/** A gauge whose clock tells that each insertion took so many µs. */
function insert(count: number, microseconds: number): void {
  let inserted = 0;
  const gauge = new FloodGauge(() => inserted * microseconds);
  for (; inserted < count; inserted++) gauge.count();
}

test('a million insertions in their time pass', () => {
  expect(() => insert(1_000_000, 1)).not.toThrow();
});

test('a few slow ones pass', () => {
  expect(() => insert(10_000, 40)).not.toThrow();
});

test('many slow ones are refused', () => {
  expect(() => insert(100_000, 40)).toThrow('a Map or Set whose keys collide');
});

test('each term is counted anew', () => {
  let now = 0;
  const gauge = new FloodGauge(() => now);
  for (let term = 0; term < 50; term++) {
    for (let insertion = 0; insertion < 10_000; insertion++) {
      now += 40;
      gauge.count();
    }
    gauge.reset();
  }
});

test('bigints that all collide cost the frame, not minutes', { timeout: 60_000 }, () => {
  const colliding = Array.from({ length: 200_000 }, (_, index) => BigInt(index) << 64n);
  const bytes = Buffer.from(msgpackCodec.encode(['x', ...colliding]));
  bytes[bytes.indexOf(0x78)] = 0x7c; // an array with the tag of a Set
  let error: unknown;
  try {
    msgpackCodec.decode(bytes);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(DecodeError);
  expect(String(error)).toContain('keys collide');
});
