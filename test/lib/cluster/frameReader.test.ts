// Frames cut out of bytes, however they arrive; and bytes that no honest node sends.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameReader } from '../../../lib/cluster/frameReader.js';
import { connectionLimits, encodeFrame, frameType, handshakeLimits, maxPayload } from '../../../lib/cluster/frames.js';

function reading(limits = connectionLimits) {
  const frames: (readonly [type: number, text: string])[] = [];
  const mistakes: string[] = [];
  const reader = new FrameReader(
    limits,
    (type, payload) => frames.push([type, payload.toString('latin1')]),
    (what) => mistakes.push(what),
  );
  return { reader, frames, mistakes };
}

const signal = (text: string) => encodeFrame(frameType.signal, Buffer.from(text, 'latin1'));
const heartbeat = encodeFrame(frameType.heartbeat, Buffer.alloc(0));

test('frames come out as they went in, wherever the bytes are split', () => {
  const someFrames = fc.array(fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.constant(undefined)), { maxLength: 10 });
  const property = fc.property(someFrames, fc.array(fc.nat(40), { minLength: 1, maxLength: 10 }), (texts, cuts) => {
    const { reader, frames, mistakes } = reading();
    const bytes = Buffer.concat(texts.map((text) => (text === undefined ? heartbeat : signal(text))));
    for (let at = 0, i = 0; at < bytes.length; i++) {
      const end = at + 1 + cuts[i % cuts.length]!;
      reader.push(bytes.subarray(at, end));
      at = end;
    }
    expect(mistakes).toEqual([]);
    expect(frames).toEqual(
      texts.map((text) => (text === undefined ? [frameType.heartbeat, ''] : [frameType.signal, text])),
    );
  });
  fc.assert(property);
});

test('a frame that came in one piece is not copied', () => {
  const chunk = Buffer.concat([signal('one'), signal('two')]);
  const payloads: Buffer[] = [];
  new FrameReader(
    connectionLimits,
    (_, payload) => payloads.push(payload),
    () => undefined,
  ).push(chunk);
  expect(payloads.map((payload) => payload.buffer === chunk.buffer)).toEqual([true, true]);
});

test('whoever takes a frame can stop the rest from coming', () => {
  const frames: string[] = [];
  const reader: FrameReader = new FrameReader(
    connectionLimits,
    (_, payload) => {
      frames.push(payload.toString());
      reader.stop();
    },
    () => undefined,
  );
  reader.push(Buffer.concat([signal('one'), signal('two')]));
  reader.push(signal('three'));
  expect(frames).toEqual(['one']);
});

const header = (length: number, type: number) => {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(length);
  bytes[4] = type;
  return bytes;
};

test.each([
  [header(0, frameType.signal), connectionLimits, 'a frame of length 0'],
  [header(1, 0), connectionLimits, 'a frame of type 0 has no place here'],
  [header(5, 99), connectionLimits, 'a frame of type 99 has no place here'],
  [header(5, frameType.hello), connectionLimits, 'a frame of type 1 has no place here'],
  [header(5, frameType.signal), handshakeLimits, 'a frame of type 6 has no place here'],
  [header(2, frameType.heartbeat), connectionLimits, 'a frame of type 4 is 1 bytes long, at most 0 are allowed'],
  [header(1026, frameType.hello), handshakeLimits, 'a frame of type 1 is 1025 bytes long, at most 1024 are allowed'],
  [header(2 ** 32 - 1, frameType.signal), connectionLimits, /^a frame of type 6 is 4294967294 bytes long/],
  [header(maxPayload + 2, frameType.fragment), connectionLimits, /^a frame of type 8 is 65537 bytes long/],
])('%j is a mistake, told before its payload comes, and nothing follows it', (bytes, limits, mistake) => {
  for (const pieces of [[bytes], [...bytes].map((byte) => Buffer.of(byte))]) {
    const { reader, frames, mistakes } = reading(limits);
    for (const piece of pieces) reader.push(piece);
    reader.push(Buffer.concat([signal('later'), heartbeat]));
    expect(mistakes).toEqual([typeof mistake === 'string' ? mistake : expect.stringMatching(mistake)]);
    expect(frames).toEqual([]);
  }
});

test('any bytes are frames or a mistake, never an exception', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
      const { reader, mistakes } = reading();
      for (const chunk of chunks) reader.push(Buffer.from(chunk));
      expect(mistakes.length).toBeLessThan(2);
    }),
  );
});
