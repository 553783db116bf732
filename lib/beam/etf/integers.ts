/** Integers of any size as the external term format has them: a sign and the magnitude, lowest byte first. */

/** A number where it is exact, else a bigint. */
export function integerFrom(bytes: Uint8Array, isNegative: boolean): number | bigint {
  let value = bytes.length <= 6 ? smallMagnitude(bytes) : undefined;
  if (value !== undefined) return isNegative && value > 0 ? -value : value;
  const magnitude = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const exact = isNegative ? -magnitude : magnitude;
  value = Number(exact);
  return Number.isSafeInteger(value) ? value : exact;
}

function smallMagnitude(bytes: Uint8Array): number {
  let value = 0;
  for (let index = bytes.length - 1; index >= 0; index--) value = value * 256 + bytes[index]!;
  return value;
}

/** The magnitude of an integer, without bytes of 0 at its end. */
export function magnitudeOf(value: bigint): Buffer {
  const hex = (value < 0n ? -value : value).toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').reverse();
}
