// What cannot travel is refused with the path to it.
import { describe, expect, test } from 'vitest';
import { EncodeError } from '../../../../lib/cluster/codec/encodeError.js';
import { jsonCodec } from '../../../../lib/cluster/codec/jsonCodec.js';
import { msgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';

class Point {
  readonly x = 1;
}

const revoked = Proxy.revocable({}, {});
revoked.revoke();

describe.each([msgpackCodec, jsonCodec])('$name refuses', (codec) => {
  function refusal(term: unknown): string {
    try {
      codec.encode(term);
    } catch (error) {
      expect(error).toBeInstanceOf(EncodeError);
      return (error as EncodeError).message;
    }
    throw new Error('it was not refused');
  }

  test.each([
    ['a function', () => 1, 'a function'],
    ['a class', Point, 'a function'],
    ['a symbol', Symbol('s'), 'a symbol'],
    ['an instance of a class', new Point(), 'an instance of Point'],
    ['an instance of a subclass of Map', new (class Table extends Map {})(), 'an instance of Table'],
    ['an instance of a subclass of Array', new (class List extends Array {})(), 'an instance of List'],
    ['an instance of a subclass of Uint8Array', new (class Bytes extends Uint8Array {})(2), 'an instance of Bytes'],
    ['an object that inherits from another', Object.create({ a: 1 }), 'an instance of Object'],
    ['a promise', Promise.resolve(), 'an instance of Promise'],
    ['a WeakMap', new WeakMap(), 'an instance of WeakMap'],
    ['a regular expression', /x/, 'an instance of RegExp'],
    ['a boxed number', new Number(1), 'an instance of Number'],
    ['a URL', new URL('http://a'), 'an instance of URL'],
    ['shared memory', new SharedArrayBuffer(1), 'an instance of SharedArrayBuffer'],
    ['an iterator', [1].values(), 'an instance of'],
  ])('%s', (_title, term, what) => {
    expect(refusal(term)).toContain(`message: ${what}`);
    expect(refusal(term)).toContain('cannot travel to another node');
  });

  test.each([
    ['message[1].handler', ['ok', { handler: () => 1 }]],
    ['message[0][1][2]', [[0, [0, 0, () => 1]]]],
    ['message["a b"].$c._d.é', { 'a b': { $c: { _d: { é: Symbol() } } } }],
    [
      'message.__proto__.x',
      JSON.parse('{"__proto__":{"x":null}}', (key, value: unknown) => (key === 'x' ? () => 1 : value)),
    ],
    ['message.values()[1][0]', new Map<unknown, unknown>([[1, 1], [2, [Symbol()]]])], // prettier-ignore
    ['message.keys()[0]', new Map([[() => 1, 1]])],
    ['message.values()[2]', new Set([1, 2, () => 1])],
    ['message[1][1]', ['ok', ['@', () => 1]]],
    ['message.cause.a', new Error('x', { cause: { a: () => 1 } })],
  ])('what lies at %s', (path, term) => {
    expect(refusal(term)).toMatch(
      new RegExp(`^${path.replace(/[.[\]()$]/g, '\\$&')}: a (function|symbol) cannot travel`),
    );
  });

  test('a cycle, telling where it closes', () => {
    const parent: { name: string; children: unknown[] } = { name: 'p', children: [] };
    parent.children.push({ parent });
    expect(refusal(['tree', parent])).toBe(
      'message[1].children[0].parent: a cycle cannot travel to another node: this is what lies 3 levels above',
    );
    const self = new Map<string, unknown>();
    self.set('self', self);
    expect(refusal(self)).toMatch(/^message\.values\(\)\[0\]: a cycle/);
  });

  test('a trap or a getter that throws, with what it threw', () => {
    const trapped = new Proxy({ a: 1 }, { ownKeys: () => { throw new Error('keep out'); } }); // prettier-ignore
    expect(refusal([trapped])).toMatch(/^message\[0\].*: it cannot be encoded: keep out$/);
    expect(refusal([revoked.proxy])).toMatch(/^message\[0\]: it cannot be encoded: .*revoked/);
    const thrown = { get odd(): unknown { throw Object.create(null); } }; // prettier-ignore
    expect(refusal(thrown)).toMatch(/^message\.odd: it cannot be encoded/);
  });

  test('an error holds its path, its problem and the cause', () => {
    const cause = new Error('no');
    const term = { a: [{ get b(): unknown { throw cause; } }] }; // prettier-ignore
    const error: unknown = (() => {
      try {
        return codec.encode(term);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({
      name: 'EncodeError',
      path: ['.a', '[0]', '.b'],
      problem: 'it cannot be encoded: no',
      cause,
    });
  });

  test('a refusal leaves the codec as it was', () => {
    refusal([1, 2, { a: () => 1 }]);
    expect(codec.decode(codec.encode(['still', { well: true }]))).toEqual(['still', { well: true }]);
  });
});
