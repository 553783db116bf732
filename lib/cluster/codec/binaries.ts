/**
 * Binaries: typed arrays of all kinds, Buffer, DataView and ArrayBuffer as a kind and bytes, and back. A binary keeps
 * its kind; what is received owns its memory and keeps none of the frame it came in. The bytes are as they lie in
 * memory, which is little-endian wherever Node.js runs but on IBM Z.
 */
import { types } from 'node:util';
import { DecodeError } from './decodeError.js';
import { isDirectInstance } from './directInstance.js';
import { shown } from './shown.js';

type Make = (memory: ArrayBuffer) => unknown;

const float16 = (globalThis as { Float16Array?: Float32ArrayConstructor }).Float16Array;

const views: Readonly<Record<string, new (memory: ArrayBuffer) => ArrayBufferView>> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
  // Since Node.js 24.
  ...(float16 && { Float16Array: float16 }),
};

const makers = new Map<string, Make>([
  ['ArrayBuffer', (memory) => memory],
  ['Buffer', (memory) => Buffer.from(memory)],
  ...Object.entries(views).map(([kind, View]): [string, Make] => [kind, (memory) => new View(memory)]),
]);

/** The kind of a binary, or undefined if the value is none that travels. Shared memory and subclasses do not. */
export function binaryKind(value: object): string | undefined {
  if (types.isArrayBuffer(value)) return isDirectInstance(value) ? 'ArrayBuffer' : undefined;
  if (!ArrayBuffer.isView(value)) return undefined;
  if (Buffer.isBuffer(value)) return Object.getPrototypeOf(value) === Buffer.prototype ? 'Buffer' : undefined;
  const kind = types.isDataView(value)
    ? 'DataView'
    : (value as unknown as { [Symbol.toStringTag]: string })[Symbol.toStringTag];
  return makers.has(kind) && isDirectInstance(value, kind === 'DataView' ? 1 : 2) ? kind : undefined;
}

/** The bytes of a binary, not copied. */
export function binaryBytes(value: object): Uint8Array {
  if (!ArrayBuffer.isView(value)) return new Uint8Array(value as ArrayBuffer);
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/**
 * The binary of a kind with the bytes given, which are copied.
 *
 * @throws DecodeError
 */
export function makeBinary(kind: unknown, bytes: Uint8Array): unknown {
  const make = makers.get(kind as string);
  if (make === undefined) throw new DecodeError(`this node has no binaries of the kind ${shown(kind)}`);
  try {
    return make(new Uint8Array(bytes).buffer);
  } catch (error) {
    throw new DecodeError(`${bytes.length} bytes are no ${kind as string}`, error);
  }
}
