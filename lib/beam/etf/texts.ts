/** Bytes as text, where they are that. */
import { isUtf8 } from 'node:buffer';

/** Short texts are put together faster here than by a call into the runtime. */
const short = 16;

/** The text of bytes of UTF-8; undefined if they are none. */
export function utf8Text(bytes: Buffer, start: number, end: number): string | undefined {
  if (end - start <= short) {
    const text = asciiText(bytes, start, end);
    if (text !== undefined) return text;
  }
  return isUtf8(bytes.subarray(start, end)) ? bytes.toString('utf8', start, end) : undefined;
}

function asciiText(bytes: Buffer, start: number, end: number): string | undefined {
  let text = '';
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    if (byte > 127) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Whether a text has one half of a character that UTF-16 spells with two: UTF-8 cannot carry that. */
export function hasHalfCharacter(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
