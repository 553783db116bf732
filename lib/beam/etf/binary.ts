/**
 * Binary: a binary or a bit string of Erlang, immutable, where a plain string will not do: it is no text, or could be taken
 * for an atom.
 */
import { inspect } from 'node:util';
import { badarg } from '../../terms/errors.js';
import { essence } from '../../terms/termEquals.js';

/** A binary or bit string. Made by `binary(...)`. */
export class Binary {
  readonly #bytes: Buffer;
  /** How many bits of the last byte count, from the highest: 8 in a binary. */
  readonly lastBits: number;

  /** For the library alone: the bytes must be nobody else's. */
  constructor(bytes: Buffer, lastBits = 8) {
    this.#bytes = bytes;
    this.lastBits = lastBits;
    Object.freeze(this);
  }

  /** How many bytes it takes. Ports `erlang:byte_size/1`. */
  get byteSize(): number {
    return this.#bytes.length;
  }

  /** How many bits it has. Ports `erlang:bit_size/1`. */
  get bitSize(): number {
    return this.#bytes.length === 0 ? 0 : (this.#bytes.length - 1) * 8 + this.lastBits;
  }

  /** A copy of its bytes. */
  toBytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** Its bytes read as UTF-8. */
  toString(): string {
    return this.#bytes.toString('utf8');
  }

  /** `'base64'`, `'hex'` and so on of its bytes. */
  encoded(encoding: BufferEncoding): string {
    return this.#bytes.toString(encoding);
  }

  [essence](): unknown {
    return [this.lastBits, this.#bytes.toString('latin1')];
  }

  /** Copies its bytes into a buffer. For the library alone. */
  copyTo(target: Buffer, at: number): void {
    this.#bytes.copy(target, at);
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    const shown = this.#bytes.subarray(0, 40).toString('latin1');
    const dots = this.#bytes.length > 40 ? '...' : '';
    const bits = this.lastBits === 8 ? '' : `:${this.lastBits}`;
    return /^[\x20-\x7e]*$/.test(shown)
      ? `<<${inspect(shown)}${dots}${bits}>>`
      : `<<${[...this.#bytes.subarray(0, 20)].join(',')}${dots}${bits}>>`;
  }
}

/**
 * Marks a text or bytes as a binary of Erlang. A text that is none of the declared atoms needs no mark.
 *
 * @param content a text, which becomes UTF-8, or bytes, which are copied
 * @param lastBits how many bits of the last byte count, 1 to 8, from the highest; less than 8 makes a bit string
 * @example
 * import { binary, binaryToTerm, termToBinary } from 'regent-otp/beam';
 *
 * String(binary('ok')); // => 'ok'
 * binaryToTerm(termToBinary(binary('ok'))); // => 'ok'
 * binary(Uint8Array.of(0b10100000), 3).bitSize; // => 3
 */
export function binary(content: string | Uint8Array, lastBits = 8): Binary {
  if (typeof content !== 'string' && !(content instanceof Uint8Array)) {
    throw badarg('binary', 'content', content, 'a text or a Uint8Array');
  }
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content);
  if (!(Number.isInteger(lastBits) && lastBits >= 1 && lastBits <= 8 && (bytes.length > 0 || lastBits === 8))) {
    throw badarg('binary', 'lastBits', lastBits, 'an integer from 1 to 8; 8 where there are no bytes');
  }
  // The bits that do not count are 0, so that equal bit strings have equal bytes.
  if (lastBits < 8) bytes[bytes.length - 1]! &= 0xff << (8 - lastBits);
  return new Binary(bytes, lastBits);
}
