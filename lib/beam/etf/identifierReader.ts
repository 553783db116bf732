/**
 * IdentifierReader: pids, references, and what is opaque here: ports, funs, exports, and identifiers of nodes that have no
 * name or run that could be told from others.
 */
import type { AtomReader } from './atomReader.js';
import type { ByteReader } from './byteReader.js';
import type { Container } from './container.js';
import { DecodeError } from './etfError.js';
import type { Identifiers } from './identifiers.js';
import { Opaque, type OpaqueKind } from './opaque.js';
import { tags } from './tags.js';

/** The words of a reference. */
const maxWords = 5;

/** A fun before its parts: size, arity, a checksum, index, how many variables. */
const funHeader = 4 + 1 + 16 + 4 + 4;

export class IdentifierReader {
  readonly #input: ByteReader;
  readonly #atoms: AtomReader;
  readonly #identifiers: Identifiers;

  constructor(input: ByteReader, atoms: AtomReader, identifiers: Identifiers) {
    this.#input = input;
    this.#atoms = atoms;
    this.#identifiers = identifiers;
  }

  /** A pid, whose tag has been read. */
  pid(): unknown {
    const input = this.#input;
    const start = input.at - 1;
    const node = this.#atom();
    const [id, serial, creation] = [input.u32(), input.u32(), input.u32()];
    return this.#identifiers.address(node, id, serial, creation) ?? this.#kept('pid', start);
  }

  reference(): unknown {
    const input = this.#input;
    const start = input.at - 1;
    const count = input.u16();
    if (count < 1 || count > maxWords) throw new DecodeError(`a reference of ${count} words`);
    const node = this.#atom();
    const creation = input.u32();
    const words: number[] = [];
    for (let index = 0; index < count; index++) words.push(input.u32());
    return this.#identifiers.ref(node, creation, words) ?? this.#kept('reference', start);
  }

  /** A port, or an identifier in a form that was in use before OTP 19. */
  opaque(tag: number): Opaque {
    const start = this.#input.at - 1;
    const words = tag === tags.newReference ? this.#input.u16() : 1;
    if (words < 1 || words > maxWords) throw new DecodeError(`a reference of ${words} words`);
    this.#atom();
    switch (tag) {
      case tags.v4Port:
        return this.#keptAfter(12, 'port', start);
      case tags.newPort:
        return this.#keptAfter(8, 'port', start);
      case tags.port:
        return this.#keptAfter(5, 'port', start);
      case tags.pid:
        return this.#keptAfter(9, 'pid', start);
      case tags.reference:
        return this.#keptAfter(5, 'reference', start);
      default:
        return this.#keptAfter(1 + 4 * words, 'reference', start);
    }
  }

  export(): Opaque {
    const start = this.#input.at - 1;
    this.#atom();
    this.#atom();
    if (this.#input.u8() !== tags.smallInteger) throw new DecodeError('an export must have an arity from 0 to 255');
    return this.#keptAfter(1, 'export', start);
  }

  /** Where a fun starts and ends, and how many terms follow: they are read, so that it is one, and dropped. */
  fun(): { readonly start: number; readonly end: number; readonly parts: number } {
    const input = this.#input;
    const start = input.at - 1;
    const size = input.u32();
    if (size < funHeader || size - 4 > input.end - input.at) throw new DecodeError(`a fun of ${size} bytes`);
    input.take(funHeader - 8);
    const variables = input.u32();
    // The module, two numbers of it, and the pid of who made it.
    return { start, end: start + 1 + size, parts: input.count(variables) + 4 };
  }

  finishedFun({ start, end }: Container): Opaque {
    if (this.#input.at !== end) throw new DecodeError('a fun has another size than it says');
    return this.#kept('fun', start);
  }

  #atom(): string {
    const tag = this.#input.u8();
    const isAtom = tag === tags.smallAtomUtf8 || tag === tags.atomUtf8 || tag === tags.smallAtom || tag === tags.atom;
    if (!isAtom) throw new DecodeError(`an atom is wanted, not a term with the tag ${tag}`);
    return this.#atoms.name(tag);
  }

  #keptAfter(size: number, kind: OpaqueKind, start: number): Opaque {
    this.#input.take(size);
    return this.#kept(kind, start);
  }

  #kept(kind: OpaqueKind, start: number): Opaque {
    return Opaque.of(kind, this.#input.bytes.subarray(start, this.#input.at));
  }
}
