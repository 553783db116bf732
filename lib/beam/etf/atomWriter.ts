/** Atoms on their way out: their bytes are kept, as long as they are few. */
import { inspect } from 'node:util';
import { isAtomName } from './atom.js';
import type { ByteWriter } from './byteWriter.js';
import { EncodeError } from './etfError.js';
import { tags } from './tags.js';

const most = 4096;

export class AtomWriter {
  readonly #output: ByteWriter;
  readonly #known = new Map<string, Buffer>();

  constructor(output: ByteWriter) {
    this.#output = output;
  }

  /** @throws EncodeError if no atom can have the name */
  put(name: string): void {
    let bytes = this.#known.get(name);
    if (bytes === undefined) {
      bytes = bytesOf(name);
      if (this.#known.size < most) this.#known.set(name, bytes);
    }
    const output = this.#output;
    const at = output.take(bytes.length);
    // Faster than a copy by the runtime for so few.
    for (let index = 0; index < bytes.length; index++) output.bytes[at + index] = bytes[index]!;
  }
}

function bytesOf(name: string): Buffer {
  if (!isAtomName(name)) {
    throw new EncodeError('atom', [], `an atom is up to 255 whole characters long, not ${inspect(name)}`);
  }
  const text = Buffer.from(name, 'utf8');
  const header =
    text.length < 256 ? [tags.smallAtomUtf8, text.length] : [tags.atomUtf8, text.length >> 8, text.length & 0xff];
  return Buffer.concat([Buffer.from(header), text]);
}
