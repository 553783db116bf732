// The layout of the handshake's frames.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HandshakeError } from '../../../lib/cluster/handshakeError.js';
import {
  decodeHello,
  decodeRefusal,
  decodeWelcome,
  encodeHello,
  encodeRefusal,
  encodeWelcome,
  type Hello,
} from '../../../lib/cluster/hello.js';

const hello: Hello = {
  id: 'a',
  farId: 'b',
  creation: 0x01020304,
  maxFrameSize: 0x10000000,
  isHidden: false,
  fingerprint: '000102030405060708090a0b0c0d0e0f',
  codecs: ['msgpack', 'json'],
};

test('the bytes of a hello and of a welcome', () => {
  const common = '00000000' + '01020304' + '10000000' + '000102030405060708090a0b0c0d0e0f' + '0161' + '0162';
  const [msgpack, json] = ['076d73677061636b', '046a736f6e'];
  expect(encodeHello(hello).toString('hex')).toBe(`52474e540101${common}02${msgpack}${json}`);
  expect(encodeWelcome({ ...hello, codecs: ['json'] }).toString('hex')).toBe(`52474e5401${common}${json}`);
});

test('what was written is read again', () => {
  const longest = { ...hello, id: 'x'.repeat(255), farId: '-_.@'.repeat(63), codecs: Array(8).fill('c'.repeat(32)) };
  for (const one of [hello, longest, { ...hello, fingerprint: undefined, isHidden: true }]) {
    expect(decodeHello(encodeHello(one))).toEqual(one);
    expect(decodeWelcome(encodeWelcome({ ...one, codecs: ['c'] }))).toEqual({ ...one, codecs: ['c'] });
  }
  expect(encodeHello(longest).length).toBeLessThanOrEqual(1024);
  const refusal = { code: 'same_id', reason: 'another node has the id "ä" too' } as const;
  expect(decodeRefusal(encodeRefusal(refusal))).toEqual(refusal);
});

test('a reason is cut to what fits, and is one line', () => {
  const bytes = encodeRefusal({ code: 'not_admitted', reason: 'ä'.repeat(2000) });
  expect(bytes.length).toBeLessThanOrEqual(1024);
  expect(decodeRefusal(bytes).reason).toBe('ä'.repeat(511));
  expect(decodeRefusal(Buffer.from('\x08two\nlines\x1b[2J')).reason).toBe('two lines [2J');
  expect(decodeRefusal(Buffer.alloc(0))).toEqual({ code: 'not_admitted', reason: '' });
});

const changed = (change: (bytes: Buffer) => Buffer) => () => decodeHello(change(encodeHello(hello)));
const withByte = (at: number, value: number) =>
  changed((bytes) => {
    bytes[at] = value;
    return bytes;
  });

test.each([
  ['another beginning', withByte(0, 0x53), 'malformed', 'it does not begin as one'],
  [
    'a version to come',
    changed((bytes) => Buffer.concat([bytes.subarray(0, 4), Buffer.of(9, 8)])),
    'wrong_version',
    'protocol version 8 to 9 meets version 1',
  ],
  ['a version of the past', withByte(4, 0), 'wrong_version', 'protocol version 1 to 0 meets version 1'],
  ['too little', changed((bytes) => bytes.subarray(0, -1)), 'malformed', 'it is too short'],
  ['nothing', changed(() => Buffer.alloc(0)), 'malformed', 'it is too short'],
  ['too much', changed((bytes) => Buffer.concat([bytes, Buffer.alloc(1)])), 'malformed', 'it is too long'],
  ['frames too small', withByte(14, 0), 'malformed', 'frames of at most 0 bytes'],
  ['an id with a space', withByte(35, 0x20), 'malformed', 'its id is no name'],
  ['an id of other letters', withByte(37, 0xe4), 'malformed', 'the id it asks for is no name'],
  ['no codec', withByte(38, 0), 'malformed', '0 codecs'],
  ['too many codecs', withByte(38, 9), 'malformed', '9 codecs'],
])('a hello with %s is refused', (_, decode, code, reason) => {
  expect(decode).toThrow(HandshakeError);
  expect(decode).toThrow(expect.objectContaining({ code, message: expect.stringContaining(reason) }));
});

test('any bytes are a hello or refused, and so is any change to one', () => {
  const refusesOrReads = (decode: (bytes: Buffer) => unknown, bytes: Uint8Array) => {
    try {
      decode(Buffer.from(bytes));
    } catch (error) {
      expect(error).toBeInstanceOf(HandshakeError);
    }
  };
  const change = fc.record({ at: fc.nat(60), value: fc.nat(255), length: fc.nat(70) });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.array(change, { maxLength: 4 }), (bytes, changes) => {
      refusesOrReads(decodeHello, bytes);
      refusesOrReads(decodeWelcome, bytes);
      let mutated = encodeHello(hello);
      for (const { at, value, length } of changes) {
        mutated[at % mutated.length] = value;
        mutated = mutated.subarray(0, Math.max(1, length));
      }
      refusesOrReads(decodeHello, mutated);
    }),
  );
});
