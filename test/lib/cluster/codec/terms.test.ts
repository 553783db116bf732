// Each kind of term on its own, and what of it is left behind.
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { jsonCodec } from '../../../../lib/cluster/codec/jsonCodec.js';
import { msgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';
import { ErlangError, ExitError, ZombieError } from '../../../../lib/terms/errors.js';
import { difference } from './sameTerm.js';

describe.each([msgpackCodec, jsonCodec])('$name', (codec) => {
  const sent = <T>(term: T) => codec.decode(codec.encode(term)) as T;

  test.each([
    ['null, true and false', [null, true, false]],
    ['undefined, alone and inside', [undefined, { gone: undefined }]],
    ['minus zero', [-0, { zero: -0 }]],
    ['what is no number, and the infinities', [NaN, Infinity, -Infinity]],
    [
      'integers at every size of their encoding',
      [127, 128, 255, 256, 65535, 65536, 2 ** 31, 2 ** 32, -32, -33, -129, -32769],
    ],
    ['the largest safe integers and beyond', [2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 53, 2 ** 60, 1e300, 5e-324]],
    [
      'bigints of 64 bits and more',
      [0n, 2n ** 63n, -(2n ** 63n), 2n ** 64n, -(2n ** 64n), 3n ** 5000n, -(3n ** 5000n)],
    ],
    [
      'texts at every size of their encoding',
      [0, 31, 32, 64, 65, 255, 256, 65535, 65536].map((size) => 'é'.repeat(size)),
    ],
    ['halves of surrogate pairs', ['\ud83d', '\ude00', 'a\ud83db', `${'x'.repeat(100)}\ud83d`, { '\ud83d': 1 }]],
    [
      'texts that begin with a byte order mark',
      ['\ufeff', `\ufeff${'x'.repeat(100)}`, { [`\ufeff${'k'.repeat(100)}`]: 1 }],
    ],
    ['arrays that begin as tagged ones do', [['@', 'a', 1, 1], ['#'], ["'"], ["'", "'"], ['%', 1, 2], [['!']], ['@@']]],
    ['arrays and objects at every size of their encoding', [0, 15, 16, 65536].map((size) => new Array(size).fill(1))],
    [
      'an object of more than 65,535 keys',
      Object.fromEntries(Array.from({ length: 66_000 }, (_, key) => [`k${key}`, key])),
    ],
    ['keys that name what every object has', { constructor: 1, hasOwnProperty: 2, toString: 3, toJSON: 4, valueOf: 5 }],
    ['keys that look like numbers', { 1: 'a', 0: 'b', '-1': 'c', '01': 'd', 4294967295: 'e', '1.5': 'f' }],
    ['empty keys and long ones', { '': 1, ['k'.repeat(300)]: 2, 'a b': 3, é: 4 }],
    ['a Map, apart from an object', [new Map([['a', 1]]), { a: 1 }, new Map()]],
    [
      'a Map whose keys are of any kind',
      new Map<unknown, unknown>([
        [1, 'a'],
        ['1', 'b'],
        [1n, 'c'],
        [NaN, 'd'],
        [null, 'e'],
        [[1], 'f'],
      ]),
    ],
    ['a Set', [new Set([1, '1', new Set([2])]), new Set()]],
    [
      'a Date, also an invalid one',
      [new Date(0), new Date(-1), new Date(1e12 + 0.123), new Date(8.64e15), new Date(NaN)],
    ],
    [
      'a DataView and an ArrayBuffer',
      [new DataView(new ArrayBuffer(3)), new Uint8Array([1, 2, 3]).buffer, new ArrayBuffer(0)],
    ],
    ['a Buffer as a Buffer, a Uint8Array as a Uint8Array', [Buffer.from('abc'), new Uint8Array([1, 2])]],
    [
      'bytes at every size of their encoding',
      [0, 255, 256, 65535, 65536].map((size) => new Uint8Array(size).fill(size)),
    ],
  ])('%s', (_title, term) => {
    expect(difference(term, sent(term))).toBeUndefined();
  });

  test.each([
    ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
    ...[Float32Array, Float64Array],
  ])('a %o keeps its kind and takes only its own part of a shared memory', (View) => {
    const memory = new Uint8Array(48).map((_, index) => index).buffer;
    const got = sent(new View(memory, 16, 2));
    expect(Object.getPrototypeOf(got)).toBe(View.prototype);
    expect(got).toEqual(new View(memory, 16, 2));
    expect(got.buffer.byteLength).toBe(2 * View.BYTES_PER_ELEMENT);
  });

  test('typed arrays of bigints, empty and not', () => {
    expect(sent([new BigInt64Array([-1n]), new BigUint64Array()])).toEqual([
      new BigInt64Array([-1n]),
      new BigUint64Array(),
    ]);
  });

  test.runIf('Float16Array' in globalThis)('typed arrays of half floats, where the engine has them', () => {
    const Half = (globalThis as unknown as { Float16Array: Float32ArrayConstructor }).Float16Array;
    const got = sent(new Half([1.5, -0]));
    expect([Object.getPrototypeOf(got) === Half.prototype, [...got]]).toEqual([true, [1.5, -0]]);
  });

  test('a key __proto__ is data and changes no prototype', () => {
    const term = JSON.parse('{"__proto__": {"admin": true}, "a": [{"__proto__": 1}]}') as Record<string, unknown>;
    const got = sent(term);
    expect(difference(term, got)).toBeUndefined();
    expect(Object.getPrototypeOf(got)).toBe(Object.prototype);
    expect(got['admin']).toBeUndefined();
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test('an object without prototype arrives as a plain one', () => {
    const bare = Object.assign(Object.create(null) as object, { a: 1 });
    expect(difference({ a: 1 }, sent(bare))).toBeUndefined();
  });

  test('objects of another realm arrive as those of this one', () => {
    const foreign: unknown = runInNewContext(
      `[{ a: [1] }, new Map([[1, 2]]), new Set([3]), new Date(4), new Float32Array([5])]`,
    );
    const own = [{ a: [1] }, new Map([[1, 2]]), new Set([3]), new Date(4), new Float32Array([5])];
    expect(difference(own, sent(foreign))).toBeUndefined();
    const error = sent(runInNewContext('new RangeError("far")')) as Error;
    expect([error instanceof RangeError, error.message]).toEqual([true, 'far']);
  });

  test('a hole in an array arrives as undefined', () => {
    const holes: unknown[] = [];
    holes[2] = 'x';
    expect(sent(holes)).toStrictEqual([undefined, undefined, 'x']);
  });

  test('what is beside the items of an array, or under a symbol, or hidden, stays behind', () => {
    const hooks = { [Symbol('traceSent')]: () => undefined, kept: 1 };
    Object.defineProperty(hooks, 'hidden', { value: () => undefined });
    expect(sent([Object.assign([1], { extra: () => undefined }), hooks])).toStrictEqual([[1], { kept: 1 }]);
  });

  test('a getter is read', () => {
    expect(sent({ get now() { return 5; } })).toStrictEqual({ now: 5 }); // prettier-ignore
  });

  test('a frozen term travels, and encoding changes nothing in one that is not', () => {
    const deep = { a: [1, { b: -0 }, ['@', new Map([[{ c: 1 }, [undefined]]])]], ['__proto__x']: new Date(5) };
    const copy = structuredClone(deep);
    codec.encode(deep);
    expect(difference(copy, deep)).toBeUndefined();
    for (const part of [deep.a[1], deep.a[2], deep.a, deep]) Object.freeze(part);
    expect(difference(copy, sent(deep))).toBeUndefined();
  });

  test('what is in a term twice arrives twice', () => {
    const shared = { n: 1 };
    const [one, other] = sent([shared, shared]) as [object, object];
    expect([one, one === other]).toEqual([{ n: 1 }, false]);
  });

  describe('errors', () => {
    test.each([Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError])(
      'a %o keeps class, message and stack',
      (Class) => {
        const error = new Class('wrong');
        const got = sent(error);
        expect(difference(error, got)).toBeUndefined();
        expect(Object.keys(got)).toEqual([]);
      },
    );

    test('causes, codes and the errors of an AggregateError travel along', () => {
      const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      const error = new AggregateError([new TypeError('one'), 'two'], 'several', { cause: [cause] });
      expect(difference(error, sent(error))).toBeUndefined();
      const without = sent(new Error('x', { cause: undefined }));
      expect([Object.hasOwn(without, 'cause'), Object.hasOwn(sent(new Error('x')), 'cause')]).toEqual([true, false]);
    });

    test('an error of an unknown class arrives as the nearest known one, under its own name', () => {
      class NotFound extends RangeError {
        override name = 'NotFound';
        readonly socket = () => undefined;
      }
      const got = sent(new NotFound('no such key'));
      expect([got.constructor, got.name, got.message, Object.keys(got)]).toEqual([
        RangeError,
        'NotFound',
        'no such key',
        [],
      ]);
      const zombie = sent(new ZombieError('<a.1.1>'));
      expect([zombie.constructor, zombie.name]).toEqual([Error, 'ZombieError']);
    });

    test('an abort error arrives as an Error', () => {
      const got = sent(AbortSignal.abort().reason as Error);
      expect([got.constructor, got.name, got.message]).toEqual([Error, 'AbortError', 'This operation was aborted']);
    });

    test('ErlangError and ExitError keep their reasons', () => {
      const exit = sent(new ExitError(['noproc', ['gen_server', 'call', [-0]]]));
      expect([exit instanceof ExitError, exit.message]).toEqual([
        true,
        "exit: [ 'noproc', [ 'gen_server', 'call', [ -0 ] ] ]",
      ]);
      const error = new ErlangError(['badmatch', new Set([1])]);
      expect(difference(error, sent(error))).toBeUndefined();
    });

    test('an error whose fields are no texts travels all the same', () => {
      const odd = Object.assign(new Error('x'), { name: 5, message: { a: 1 }, stack: undefined });
      const got = sent(odd) as Error;
      expect([got.name, got.message, got.stack]).toEqual(['Error', '', 'Error: ']);
    });

    test('restoring an error leaves the depth of stacks as it was', () => {
      const before = Error.stackTraceLimit;
      sent(new Error('x'));
      expect(Error.stackTraceLimit).toBe(before);
    });
  });
});

test('JSON can be read', () => {
  const json = (term: unknown) => Buffer.from(jsonCodec.encode(term)).toString();
  expect(json(['$gen_cast', ['add', 1]])).toBe('["$gen_cast",["add",1]]');
  expect(json({ at: new Date(5), size: 10n, set: new Set([1]) })).toBe('{"at":[":",5],"size":[";","a"],"set":["|",1]}');
  expect(json(new Uint8Array([1, 2]))).toBe('["`","Uint8Array","AQI="]');
});

test('MessagePack takes no more bytes than it must', () => {
  const size = (term: unknown) => msgpackCodec.encode(term).length;
  expect(size(['$gen_cast', ['add', 1]])).toBe(1 + 10 + 1 + 4 + 1);
  expect(size({ a: 1 })).toBe(1 + 2 + 1);
  expect(size(new Uint8Array(5))).toBe(2 + 5);
});
