/**
 * putNumber: a number in MessagePack, as msgpackr writes it.
 */
const float = new DataView(new ArrayBuffer(8));
const floatBytes = new Uint8Array(float.buffer);

/** Writes a number, which must not be -0, in the fewest bytes; gives the place behind it. There must be room for nine. */
export function putNumber(slab: Uint8Array, at: number, number: number): number {
  if (number >>> 0 === number) return putPositive(slab, at, number);
  if ((number | 0) === number) return putNegative(slab, at, number);
  return putFloat(slab, at, number);
}

function putPositive(slab: Uint8Array, at: number, number: number): number {
  if (number < 0x80) {
    slab[at] = number;
    return at + 1;
  }
  if (number < 0x100) {
    slab[at] = 0xcc;
    slab[at + 1] = number;
    return at + 2;
  }
  if (number < 0x10000) {
    slab[at] = 0xcd;
    return put16(slab, at + 1, number);
  }
  slab[at] = 0xce;
  return put32(slab, at + 1, number);
}

function putNegative(slab: Uint8Array, at: number, number: number): number {
  if (number >= -0x20) {
    slab[at] = number;
    return at + 1;
  }
  if (number >= -0x80) {
    slab[at] = 0xd0;
    slab[at + 1] = number;
    return at + 2;
  }
  if (number >= -0x8000) {
    slab[at] = 0xd1;
    return put16(slab, at + 1, number);
  }
  slab[at] = 0xd2;
  return put32(slab, at + 1, number);
}

function putFloat(slab: Uint8Array, at: number, number: number): number {
  float.setFloat64(0, number);
  slab[at] = 0xcb;
  for (let index = 0; index < 8; index++) slab[at + 1 + index] = floatBytes[index]!;
  return at + 9;
}

function put16(slab: Uint8Array, at: number, number: number): number {
  slab[at] = number >> 8;
  slab[at + 1] = number;
  return at + 2;
}

function put32(slab: Uint8Array, at: number, number: number): number {
  return put16(slab, put16(slab, at, number >> 16), number);
}
