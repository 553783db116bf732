/** Arbitrary terms for fast-check: everything that travels without registration. */
import fc from 'fast-check';
import { ErlangError, ExitError } from '../../../../lib/terms/errors.js';
import { Incarnation } from '../../../../lib/terms/incarnation.js';

// Any UTF-16 units: also halves of surrogate pairs, and byte order marks.
const units = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0xd800, 0xdfff, 0xfeff, 0x20)), {
  maxLength: 80,
});
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  units.map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom('', '@', '#', "'", '%', '{', '?', '&', 'ok', '\ufeff', `\ufeff${'x'.repeat(100)}`),
);

const key = fc.oneof(
  text,
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toJSON',
    'hasOwnProperty',
    'length',
    '0',
    '-1',
    '4294967295',
  ),
);

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.float(),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 2 ** 31, 2 ** 32, -(2 ** 31) - 1),
);

const bigint = fc.oneof(
  fc.bigInt(),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.constantFrom(0n, -1n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 2n ** 64n - 1n, 2n ** 64n),
);

const views: readonly (new (memory: ArrayBuffer) => ArrayBufferView)[] = [
  ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
  ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView],
];
const binary = fc
  .tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 0, max: views.length + 1 }))
  .map(([bytes, kind]) => {
    const whole = new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 8)));
    const View = views[kind];
    if (View !== undefined) return new View(whole.buffer);
    return kind === views.length ? Buffer.from(bytes) : whole.buffer;
  });

const home = fc
  .tuple(fc.constantFrom('1', 'a@b.c', 'x'.repeat(255)), fc.constantFrom(1, 4711, 2 ** 32 - 1))
  .map(([node, creation]) => Incarnation.of(node, creation));
const identifier = fc
  .tuple(home, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.boolean())
  .map(([at, id, isRef]) => (isRef ? at.ref(id) : at.address(id)));

const date = fc.oneof(
  fc.date(),
  fc.constant(new Date(NaN)),
  fc.constantFrom(-8.64e15, 8.64e15, -1, 0.5).map((ms) => new Date(ms)),
);

/** As JSON and code make them: with Object.prototype, or without one. */
function objectOf([entries, bare]: readonly [readonly (readonly [string, unknown])[], boolean]): object {
  const object = bare ? (Object.create(null) as object) : {};
  for (const [name, value] of entries) {
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return object;
}

type Made = readonly [kind: number, message: string, detail: unknown];

function errorOf([kind, message, detail]: Made): Error {
  switch (kind) {
    case 0:
      return new ExitError(detail);
    case 1:
      return new ErlangError(detail, message);
    case 2:
      return new TypeError(message, { cause: detail });
    case 3:
      return Object.assign(new RangeError(message), { name: 'Narrow', code: 'E_NARROW' });
    case 4:
      return new AggregateError([detail], message);
    default:
      return new Error(message);
  }
}

export const anyTerm: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  term: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constantFrom(null, undefined, true, false), number, bigint, text),
    fc.oneof(identifier, date, binary),
    fc.array(tie('term'), { maxLength: 6 }),
    fc.tuple(fc.array(fc.tuple(key, tie('term')), { maxLength: 6 }), fc.boolean()).map(objectOf),
    fc.array(fc.tuple(tie('term'), tie('term')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie('term'), { maxLength: 4 }).map((members) => new Set(members)),
    fc.tuple(fc.integer({ min: 0, max: 5 }), text, tie('term')).map((made) => errorOf(made as Made)),
  ),
})).term;
