/** Frames as a hostile peer might send them, in an order that a seed fixes. */

/** Numbers from 0 to below `limit`, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

type Random = ReturnType<typeof randomFrom>;
type Attack = (valid: Uint8Array, random: Random) => Uint8Array;

const pick = <T>(from: readonly T[], random: Random): T => from[random(from.length)]!;

// What makes MessagePack move: headers of containers, lengths and extensions, and the tags behind them.
const headers = [
  0x80, 0x81, 0x82, 0x8f, 0x90, 0x91, 0x93, 0x9f, 0xa0, 0xa1, 0xbf, 0xc0, 0xc1, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9,
];
const more = [
  0xcb, 0xcf, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0x72, 0x69, 0x70,
];
const tagBytes = [...Buffer.from('\'@#%|{:`",;?!&[]{}":,0')];
const lively = [...headers, ...more, ...tagBytes];
const keys = ['__proto__', 'constructor', 'prototype', 'toString'].map((key) => [
  0xa0 + key.length,
  ...Buffer.from(key),
]);

const replaceByte: Attack = (valid, random) => {
  const bytes = Uint8Array.from(valid);
  bytes[random(bytes.length)] = random(2) === 0 ? random(256) : pick(lively, random);
  return bytes;
};

const splice = (valid: Uint8Array, random: Random, remove: number, insert: readonly number[]): Uint8Array => {
  const at = random(valid.length + 1);
  return Uint8Array.from([...valid.subarray(0, at), ...insert, ...valid.subarray(at + remove)]);
};

export const attacks: Readonly<Record<string, Attack>> = {
  'random bytes': (_valid, random) => Uint8Array.from({ length: random(200) }, () => random(256)),
  'random headers': (_valid, random) => Uint8Array.from({ length: random(60) }, () => pick(lively, random)),
  'one byte changed': replaceByte,
  'several bytes changed': (valid, random) => {
    let bytes = valid;
    for (let change = random(8); change >= 0; change--) bytes = replaceByte(bytes, random);
    return bytes;
  },
  'cut off': (valid, random) => valid.subarray(0, random(valid.length)),
  'cut out': (valid, random) => splice(valid, random, 1 + random(5), []),
  'put in between': (valid, random) => splice(valid, random, 0, [pick(lively, random), random(256)]),
  'keys that pollute': (valid, random) =>
    splice(valid, random, random(4), [0x81, ...pick(keys, random), 0x81, ...pick(keys, random), 1]),
  'counts and lengths too large': (valid, random) =>
    splice(valid, random, random(4), [
      pick([0xc6, 0xc9, 0xdb, 0xdd, 0xdf], random),
      random(256),
      0xff,
      0xff,
      random(256),
    ]),
  'deep nests': (valid, random) =>
    splice(valid, random, 0, new Array<number>(random(2000)).fill(pick([0x81, 0x91, 0x92, 0x5b], random))),
  'a part said twice': (valid, random) => {
    const from = random(valid.length);
    return splice(valid, random, 0, [...valid.subarray(from, from + random(30))]);
  },
};
