/**
 * AtomReader: atoms that arrive. The last ones are kept with their bytes, for the same few come again and again.
 */
import { isAtomName } from './atom.js';
import type { ByteReader } from './byteReader.js';
import { DecodeError } from './etfError.js';
import type { TermLimits } from './limits.js';
import { tags } from './tags.js';
import { utf8Text } from './texts.js';
import type { Vocabulary } from './vocabulary.js';

interface Known {
  readonly bytes: Buffer;
  readonly name: string;
  readonly term: unknown;
}

const slots = 256;

export class AtomReader {
  readonly #input: ByteReader;
  readonly #vocabulary: Vocabulary;
  readonly #limits: TermLimits;
  readonly #recent = new Array<Known | undefined>(slots).fill(undefined);
  /** Those of this term that were not at hand. */
  readonly #looked = new Set<string>();

  constructor(input: ByteReader, vocabulary: Vocabulary, limits: TermLimits) {
    this.#input = input;
    this.#vocabulary = vocabulary;
    this.#limits = limits;
  }

  endTerm(): void {
    if (this.#looked.size > 0) this.#looked.clear();
  }

  /** What an atom is here; its tag has been read. */
  term(tag: number): unknown {
    return this.#known(tag).term;
  }

  /** Its name. */
  name(tag: number): string {
    return this.#known(tag).name;
  }

  #known(tag: number): Known {
    const input = this.#input;
    const isShort = tag === tags.smallAtomUtf8 || tag === tags.smallAtom;
    const size = isShort ? input.u8() : input.u16();
    const isLatin = tag === tags.smallAtom || tag === tags.atom;
    const start = input.take(size);
    const { bytes } = input;
    if (isLatin) return this.#look(bytes.toString('latin1', start, start + size), bytes, start, 0);
    const slot = slotOf(bytes, start, size);
    const known = this.#recent[slot];
    if (known !== undefined && isSame(known.bytes, bytes, start, size)) return known;
    const name = utf8Text(bytes, start, start + size);
    if (!isAtomName(name)) throw new DecodeError('an atom must be up to 255 characters of UTF-8');
    return (this.#recent[slot] = this.#look(name, bytes, start, size));
  }

  #look(name: string, bytes: Buffer, start: number, size: number): Known {
    if (!isAtomName(name)) throw new DecodeError('an atom must be up to 255 characters');
    if (this.#looked.add(name).size > this.#limits.maxAtoms) {
      throw new DecodeError(`more than ${this.#limits.maxAtoms} atoms in one term`);
    }
    return { bytes: Buffer.from(bytes.subarray(start, start + size)), name, term: this.#vocabulary.termOf(name) };
  }
}

function slotOf(bytes: Buffer, start: number, size: number): number {
  if (size === 0) return 0;
  return (bytes[start]! * 31 + bytes[start + size - 1]! * 7 + bytes[start + (size >> 1)]! + size) % slots;
}

function isSame(known: Buffer, bytes: Buffer, start: number, size: number): boolean {
  if (known.length !== size) return false;
  for (let index = 0; index < size; index++) if (known[index] !== bytes[start + index]) return false;
  return true;
}
