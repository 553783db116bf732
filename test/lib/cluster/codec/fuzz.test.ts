// Whatever the bytes: a term that is no larger than they are, or a DecodeError; and nothing else has changed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../../../lib/cluster/codec/decodeError.js';
import { jsonCodec } from '../../../../lib/cluster/codec/jsonCodec.js';
import { msgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';
import { decodeSignal, encodeSignal } from '../../../../lib/cluster/codec/signalCodec.js';
import { Incarnation } from '../../../../lib/terms/incarnation.js';
import { anyTerm } from './anyTerm.js';
import { attacks, randomFrom } from './hostileBytes.js';
import { difference } from './sameTerm.js';

const seed = 20_260_202;
const rounds = 1000;

/** What decoding gave, or undefined if it refused. */
function decoded(decode: () => unknown): { term: unknown } | undefined {
  try {
    return { term: decode() };
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
    return undefined;
  }
}

/** How many values there are in what was decoded. */
function count(term: unknown): number {
  if (typeof term !== 'object' || term === null) return 1;
  if (term instanceof Map) return [...term].reduce((sum, [key, value]) => sum + count(key) + count(value), 1);
  if (Array.isArray(term) || term instanceof Set) return [...term].reduce<number>((sum, item) => sum + count(item), 1);
  return Object.values(term).reduce<number>((sum, value) => sum + count(value), 1);
}

describe.each([msgpackCodec, jsonCodec])('$name', (codec) => {
  const valid = fc.sample(anyTerm, { seed, numRuns: 200 }).map((term) => Uint8Array.from(codec.encode(term)));

  test.each(Object.entries(attacks))(`%s (seed ${seed})`, (_title, attack) => {
    const random = randomFrom(seed);
    const prototype = Object.getOwnPropertyNames(Object.prototype);
    for (let round = 0; round < rounds; round++) {
      const bytes = attack(valid[random(valid.length)]!, random);
      const got = decoded(() => codec.decode(bytes));
      if (got === undefined) continue;
      expect(count(got.term)).toBeLessThanOrEqual(bytes.length);
      expect(difference(got.term, codec.decode(codec.encode(got.term)))).toBeUndefined();
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype);
  });

  test(`every beginning of a frame is refused, and every frame with something after it (seed ${seed})`, () => {
    for (const bytes of valid.filter(({ length }) => length < 300)) {
      for (let length = 0; length < bytes.length; length++) {
        const got = decoded(() => codec.decode(bytes.subarray(0, length)));
        // A JSON number has no end of its own.
        if (codec.name === 'msgpack') expect(got).toBeUndefined();
      }
      expect(decoded(() => codec.decode(Buffer.concat([bytes, bytes])))?.term).not.toBeTypeOf('object');
    }
  });

  test(`signals: one that is whole, or a DecodeError (seed ${seed})`, () => {
    const random = randomFrom(seed);
    const from = Incarnation.of('a', 1).newAddress();
    const to = Incarnation.of('b', 1).newAddress();
    const ref = Incarnation.of('b', 1).ref(1);
    const frames = [
      encodeSignal(codec, { kind: 'message', to, message: ['$gen_cast', ['add', 1]] }),
      encodeSignal(codec, { kind: 'down', from, to, ref, reason: 'normal', by: from }),
      encodeSignal(codec, { kind: 'exit', from, to, reason: 'kill', linked: false }),
    ].map((frame) => Uint8Array.from(frame));
    for (const attack of Object.values(attacks)) {
      for (let round = 0; round < 300; round++) {
        const bytes = attack(frames[random(frames.length)]!, random);
        const got = decoded(() =>
          decodeSignal(codec, bytes, { here: to.home as Incarnation, there: from.home as Incarnation }),
        );
        if (got !== undefined) expect(encodeSignal(codec, got.term as never).length).toBeGreaterThan(0);
      }
    }
  });
});
