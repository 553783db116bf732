/**
 * TermDecoder: terms of bytes that came from outside. It reads in one loop; containers that are not complete are kept in a
 * chain. Bounded in time, memory and depth, whatever the bytes are. What it gives cannot be changed, and encoded again
 * is the same term.
 */
import { AtomReader } from './atomReader.js';
import { Binary } from './binary.js';
import { ByteReader } from './byteReader.js';
import { Container, copiedBy, listOf, mapOf, tupleOf, type ContainerKind } from './container.js';
import { DecodeError } from './etfError.js';
import { Float } from './float.js';
import { IdentifierReader } from './identifierReader.js';
import type { Identifiers } from './identifiers.js';
import { integerFrom } from './integers.js';
import type { TermLimits } from './limits.js';
import { emptyList, emptyTuple, sealed } from './sequences.js';
import { tags } from './tags.js';
import { utf8Text } from './texts.js';
import type { Vocabulary } from './vocabulary.js';

/** What binaries of UTF-8 become: strings, or like all other binaries `Binary`. */
export type BinaryMode = 'text' | 'bytes';

export interface DecoderOptions {
  readonly vocabulary: Vocabulary;
  readonly identifiers: Identifiers;
  readonly limits: TermLimits;
  readonly binaries: BinaryMode;
}

export class TermDecoder {
  readonly #options: DecoderOptions;
  readonly #input = new ByteReader();
  readonly #atoms: AtomReader;
  readonly #identifiers: IdentifierReader;
  #container: Container | undefined = undefined;
  /** What has been paid for, see `#charge`. */
  #terms = 0;
  /** How many parts the open containers want still. */
  #awaited = 0;
  #funBytes = 0;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#atoms = new AtomReader(this.#input, options.vocabulary, options.limits);
    this.#identifiers = new IdentifierReader(this.#input, this.#atoms, options.identifiers);
  }

  /** Where the term that was decoded last ends. */
  get end(): number {
    return this.#input.at;
  }

  /**
   * The term that starts at a place in the bytes, behind the version byte.
   *
   * @throws DecodeError
   */
  decode(bytes: Buffer, at: number): unknown {
    this.#input.open(bytes, at);
    this.#options.identifiers.startTerm();
    this.#terms = 1;
    this.#awaited = 1;
    this.#funBytes = 0;
    try {
      return this.#read();
    } finally {
      this.#container = undefined;
      this.#input.close();
      this.#atoms.endTerm();
      this.#options.identifiers.endTerm();
    }
  }

  #read(): unknown {
    for (;;) {
      this.#awaited--;
      const outer = this.#container;
      let term = this.#readOne();
      // A container has been opened: its parts come first.
      if (this.#container !== outer) continue;
      for (;;) {
        const container = this.#container;
        if (container === undefined) return term;
        if (!container.add(term)) break;
        this.#container = container.outer;
        term = this.#finished(container);
      }
    }
  }

  #readOne(): unknown {
    const input = this.#input;
    const tag = input.u8();
    switch (tag) {
      case tags.smallInteger:
        return input.u8();
      case tags.integer:
        return input.i32();
      case tags.smallAtomUtf8:
      case tags.atomUtf8:
      case tags.smallAtom:
      case tags.atom:
        return this.#atoms.term(tag);
      case tags.smallTuple:
        return this.#open('tuple', input.u8());
      case tags.largeTuple:
        return this.#open('tuple', input.u32());
      case tags.nil:
        return emptyList;
      case tags.list:
        return this.#open('list', input.u32() + 1);
      case tags.binary:
        return this.#binary(input.u32());
      case tags.map:
        return this.#open('map', input.u32() * 2);
      case tags.newPid:
        return this.#identifiers.pid();
      case tags.newerReference:
        return this.#identifiers.reference();
      case tags.string:
        return this.#string(input.u16());
      case tags.newFloat:
        return this.#float(input.f64());
      default:
        return this.#readRare(tag);
    }
  }

  #readRare(tag: number): unknown {
    const input = this.#input;
    switch (tag) {
      case tags.smallBig:
        return this.#big(input.u8());
      case tags.largeBig:
        return this.#big(input.u32());
      case tags.bitBinary:
        return this.#bits(input.u32());
      case tags.v4Port:
      case tags.newPort:
      case tags.port:
      case tags.pid:
      case tags.reference:
      case tags.newReference:
        return this.#identifiers.opaque(tag);
      case tags.export:
        return this.#identifiers.export();
      case tags.newFun:
        return this.#fun();
      case tags.float:
        return this.#float(this.#decimal());
      default:
        throw new DecodeError(`there is no term with the tag ${tag}`);
    }
  }

  #open(kind: ContainerKind, size: number, start = 0, end = 0): unknown {
    if (size === 0) return kind === 'map' ? mapOf([], this.#options.vocabulary) : emptyTuple;
    const { maxDepth } = this.#options.limits;
    // Before room is made for them: each is to take a byte of its own.
    this.#awaited = this.#input.count(this.#awaited + size);
    this.#charge(size);
    const container = new Container(kind, size, this.#container, start, end);
    if (container.depth > maxDepth) throw new DecodeError(`terms are nested deeper than ${maxDepth} levels`);
    this.#container = container;
    return undefined;
  }

  /** Terms are paid for when they are promised, and once more when they are copied: that bounds time and memory. */
  #charge(terms: number): void {
    const { maxTerms } = this.#options.limits;
    this.#terms += terms;
    if (this.#terms > maxTerms) throw new DecodeError(`more than ${maxTerms} terms in one`);
  }

  // The bytes of a fun are kept, those of funs in it with each of them.
  #chargeFun(size: number): void {
    const { maxBytes } = this.#options.limits;
    this.#funBytes += size;
    if (this.#funBytes > maxBytes) throw new DecodeError(`funs of more than ${maxBytes} bytes in one term`);
  }

  #finished(container: Container): unknown {
    const { identifiers, vocabulary } = this.#options;
    switch (container.kind) {
      case 'tuple':
        return tupleOf(container.items, vocabulary, identifiers.own);
      case 'list':
        this.#charge(copiedBy(container.items));
        return listOf(container.items);
      case 'map':
        return mapOf(container.items, vocabulary);
      case 'fun':
        this.#chargeFun(container.end - container.start);
        return this.#identifiers.finishedFun(container);
      default:
        return container.kind satisfies never;
    }
  }

  #binary(size: number): unknown {
    const start = this.#input.take(size);
    const { bytes } = this.#input;
    const { binaries, vocabulary } = this.#options;
    const text = binaries === 'text' ? utf8Text(bytes, start, start + size) : undefined;
    const isTag = this.#container?.kind === 'tuple' && this.#container.filled === 0;
    // A text that would leave as an atom does not arrive as a text.
    const isText = text !== undefined && !(isTag ? vocabulary.isTag(text) : vocabulary.isDeclared(text));
    return isText ? text : new Binary(Buffer.from(bytes.subarray(start, start + size)));
  }

  #bits(size: number): Binary {
    const last = this.#input.u8();
    const bytes = Buffer.from(this.#input.slice(size));
    if (size === 0 || last < 1 || last > 8)
      throw new DecodeError(`a bit string of ${size} bytes, ${last} bits in the last`);
    if (last < 8) bytes[size - 1]! &= 0xff << (8 - last);
    return new Binary(bytes, last);
  }

  #string(size: number): readonly unknown[] {
    if (size === 0) return emptyList;
    this.#charge(size);
    return sealed(Array.from(this.#input.slice(size)), 'list');
  }

  #big(size: number): number | bigint {
    const sign = this.#input.u8();
    const { maxIntegerBytes } = this.#options.limits;
    if (size > maxIntegerBytes)
      throw new DecodeError(`an integer of ${size} bytes, at most ${maxIntegerBytes} are allowed`);
    return integerFrom(this.#input.slice(size), sign !== 0);
  }

  #float(value: number): number | Float {
    if (!Number.isFinite(value)) throw new DecodeError('a float that is no finite number');
    return Number.isInteger(value) ? new Float(value) : value;
  }

  // The old form: 31 bytes of text, the number and zeros behind it.
  #decimal(): number {
    const text = this.#input.slice(31).toString('latin1').replace(/\0.*$/s, '');
    return /^\s*[-+]?\d+(\.\d+)?(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
  }

  #fun(): unknown {
    const { start, end, parts } = this.#identifiers.fun();
    return this.#open('fun', parts, start, end);
  }
}
