/**
 * KnownTexts: the texts that have come lately, to be found by their bytes. What comes again and again, as labels, names and
 * keys do, is then one string, made once and with its hash; what comes once takes the place of another.
 */

const places = 1024;
/** Longer ones are data. */
const longest = 31;

export class KnownTexts {
  readonly #texts: string[] = Array.from({ length: places }, () => '');

  /** The text that the bytes are; undefined if they are not all ASCII. */
  at(bytes: Buffer, start: number, length: number): string | undefined {
    if (length > longest) return madeOf(bytes, start, length);
    let hash = length;
    for (let at = start; at < start + length; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const place = (hash ^ (hash >>> 15)) & (places - 1);
    const known = this.#texts[place]!;
    if (isSame(known, bytes, start, length)) return known;
    const text = madeOf(bytes, start, length);
    if (text !== undefined) this.#texts[place] = text;
    return text;
  }
}

function isSame(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index++) if (text.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}

function madeOf(bytes: Buffer, start: number, length: number): string | undefined {
  for (let at = start; at < start + length; at++) if (bytes[at]! >= 0x80) return undefined;
  return bytes.toString('latin1', start, start + length);
}
