/**
 * What guards and bodies of match specifications can call: Erlang's guard functions and operators, by name and number of
 * arguments. Each throws where Erlang's raises.
 */
import { Address, compareTerms, node, Ref, self, termEquals } from '../../lib/index.js';
import { isMap, pairsOf, valueOf } from './maps.js';

type Operation = (...args: never) => unknown;
type Integer = number | bigint;

/** The function behind a name and a number of arguments. */
export function operationFor(name: string, arity: number): Operation | undefined {
  const key = `${name}/${arity}`;
  return Object.hasOwn(operations, key) ? operations[key] : undefined;
}

export function isOperation(name: string): boolean {
  return names.has(name);
}

const operations: Readonly<Record<string, Operation>> = {
  '>/2': (a: unknown, b: unknown) => compareTerms(a, b) > 0,
  '>=/2': (a: unknown, b: unknown) => compareTerms(a, b) >= 0,
  '</2': (a: unknown, b: unknown) => compareTerms(a, b) < 0,
  '=</2': (a: unknown, b: unknown) => compareTerms(a, b) <= 0,
  '==/2': (a: unknown, b: unknown) => compareTerms(a, b) === 0,
  '/=/2': (a: unknown, b: unknown) => compareTerms(a, b) !== 0,
  '=:=/2': termEquals,
  '=/=/2': (a: unknown, b: unknown) => !termEquals(a, b),

  'not/1': (a: unknown) => !logical(a),
  'and/2': (a: unknown, b: unknown) => [logical(a), logical(b)].every(Boolean),
  'or/2': (a: unknown, b: unknown) => [logical(a), logical(b)].some(Boolean),
  'xor/2': (a: unknown, b: unknown) => logical(a) !== logical(b),

  '+/2': (a: number, b: number) => numeric(a) + numeric(b),
  '-/2': (a: number, b: number) => numeric(a) - numeric(b),
  '-/1': (a: number) => -numeric(a),
  '+/1': (a: number) => numeric(a),
  '*/2': (a: number, b: number) => numeric(a) * numeric(b),
  'div/2': (a: number, b: number) => whole(integer(a) / divisor(b)),
  'rem/2': (a: number, b: number) => integer(a) % divisor(b),
  'band/2': (a: Integer, b: Integer) => bits(a, b, (x, y) => x & y),
  'bor/2': (a: Integer, b: Integer) => bits(a, b, (x, y) => x | y),
  'bxor/2': (a: Integer, b: Integer) => bits(a, b, (x, y) => x ^ y),
  'bsl/2': (a: Integer, b: Integer) => bits(a, b, (x, y) => x << y),
  'bsr/2': (a: Integer, b: Integer) => bits(a, b, (x, y) => x >> y),
  'bnot/1': (a: Integer) => bits(a, 0, (x) => ~x),
  'abs/1': (a: number) => (numeric(a) < 0 ? -a : a),
  'trunc/1': (a: number) => whole(numeric(a)),
  'round/1': (a: number) => Math.sign(a) * Math.round(Math.abs(numeric(a))),
  'floor/1': (a: number) => Math.floor(numeric(a)),
  'ceil/1': (a: number) => Math.ceil(numeric(a)),
  'float/1': (a: Integer) => Number(numeric(a)),

  'is_atom/1': (a: unknown) => typeof a === 'string' || typeof a === 'boolean' || a === undefined || a === null,
  'is_binary/1': (a: unknown) => typeof a === 'string' || a instanceof Uint8Array,
  'is_boolean/1': (a: unknown) => typeof a === 'boolean',
  'is_float/1': (a: unknown) => typeof a === 'number' && !Number.isInteger(a),
  'is_function/1': (a: unknown) => typeof a === 'function',
  'is_integer/1': isInteger,
  'is_list/1': Array.isArray,
  'is_map/1': isMap,
  'is_number/1': (a: unknown) => typeof a === 'number' || typeof a === 'bigint',
  'is_pid/1': (a: unknown) => a instanceof Address,
  'is_reference/1': (a: unknown) => a instanceof Ref,
  'is_tuple/1': (a: unknown) => Array.isArray(a),
  'is_map_key/2': (key: unknown, map: unknown) => valueOf(mapped(map), key) !== undefined,

  'element/2': (n: number, tuple: unknown) => elementOf(list(tuple), n),
  'hd/1': (items: unknown) => elementOf(list(items), 1),
  'tl/1': (items: unknown) => (list(items).length === 0 ? fail() : list(items).slice(1)),
  'length/1': (items: unknown) => list(items).length,
  'tuple_size/1': (tuple: unknown) => list(tuple).length,
  'size/1': (term: unknown) => (Array.isArray(term) ? term.length : bytesIn(term)),
  'byte_size/1': bytesIn,
  'map_get/2': (key: unknown, map: unknown) => (valueOf(mapped(map), key) ?? fail())[0],
  'map_size/1': (map: unknown) => pairsOf(mapped(map)).length,
  'node/1': (of: Address) => of.node,
  'node/0': () => node(),
  'self/0': () => self(),
};

const names = new Set(Object.keys(operations).map((key) => key.slice(0, key.lastIndexOf('/'))));

/** What a guard or body could not do. */
function fail(): never {
  throw new TypeError('badarg');
}

function elementOf(items: readonly unknown[], n: number): unknown {
  return Number.isInteger(n) && n >= 1 && n <= items.length ? items[n - 1] : fail();
}

function numeric<N>(value: N): N {
  return typeof value === 'number' || typeof value === 'bigint' ? value : fail();
}

function logical(value: unknown): boolean {
  return typeof value === 'boolean' ? value : fail();
}

export function isInteger(value: unknown): value is Integer {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function integer<N>(value: N): N {
  return isInteger(value) ? value : fail();
}

function divisor<N>(value: N): N {
  return Number(integer(value)) === 0 ? fail() : value;
}

function whole<N>(value: N): N {
  return typeof value === 'number' ? (Math.trunc(value) as N) : value;
}

function bits(a: Integer, b: Integer, operation: (a: bigint, b: bigint) => bigint): Integer {
  const result = operation(BigInt(integer(a)), BigInt(integer(b)));
  return typeof a === 'bigint' ? result : Number(result);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail();
}

function mapped(value: unknown): object {
  return isMap(value) ? value : fail();
}

function bytesIn(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return value instanceof Uint8Array ? value.byteLength : fail();
}
