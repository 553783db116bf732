/**
 * TermEncoder: bytes of the external term format for terms of this node.
 *
 * What plain JavaScript does not tell is decided so: a text is an atom if it is declared, else a binary; an array that is not
 * marked is a tuple if its first item is an atom, else a list; a number is a float if it has a fraction. A text as the
 * first item may also be one of OTP's own atoms.
 */
import { Call } from '../../process/call.js';
import { Monitor } from '../../process/monitors.js';
import { Address } from '../../terms/address.js';
import { isPlainObject } from '../../terms/plainData.js';
import { Ref } from '../../terms/ref.js';
import { Atom } from './atom.js';
import { AtomWriter } from './atomWriter.js';
import { Binary } from './binary.js';
import { ByteWriter } from './byteWriter.js';
import { CallTag } from './callTag.js';
import { EncodeError } from './etfError.js';
import { Float } from './float.js';
import { wordsOf, type Identifiers } from './identifiers.js';
import type { TermLimits } from './limits.js';
import { Opaque } from './opaque.js';
import { ReplyTag } from './replyTag.js';
import { ScalarWriter } from './scalarWriter.js';
import { emptyList, ImproperList } from './sequences.js';
import { sequenceKind } from '../../terms/sequenceKind.js';
import { tags } from './tags.js';
import { constantName, type Vocabulary } from './vocabulary.js';

export interface EncoderOptions {
  readonly vocabulary: Vocabulary;
  readonly identifiers: Identifiers;
  readonly limits: TermLimits;
}

const word = 2 ** 32;
const aliasAtom = Object.freeze([Atom.of('alias')]);

export class TermEncoder {
  readonly output = new ByteWriter();
  readonly atoms = new AtomWriter(this.output);
  readonly #scalars: ScalarWriter;
  readonly #vocabulary: Vocabulary;
  readonly #identifiers: Identifiers;
  readonly #maxDepth: number;
  /** The steps from the term to what is being written. */
  readonly #path: (string | number)[] = [];
  #depth = 0;

  constructor({ vocabulary, identifiers, limits }: EncoderOptions) {
    this.#vocabulary = vocabulary;
    this.#identifiers = identifiers;
    this.#maxDepth = limits.maxDepth;
    this.#scalars = new ScalarWriter(this.output, limits, (problem) => this.#refuse(problem));
  }

  /**
   * Writes a term.
   *
   * @throws EncodeError with the path to what cannot travel; the path starts at `root`
   */
  put(term: unknown, root = 'term'): void {
    const depth = this.#depth;
    try {
      this.#put(term);
    } catch (error) {
      if (!(error instanceof Unencodable)) throw error;
      throw new EncodeError(root, this.#path.slice(depth, this.#depth).map(step), error.message);
    } finally {
      this.#depth = depth;
    }
  }

  pid(address: Address): void {
    const { output } = this;
    const identifiers = this.#identifiers;
    identifiers.expose(address);
    output.u8(tags.newPid);
    this.atoms.put(identifiers.wireNameOf(address.node));
    const at = output.take(12);
    output.setU32(at, address.id % word);
    output.setU32(at + 4, Math.floor(address.id / word));
    output.setU32(at + 8, address.creation);
  }

  ref(ref: Ref): void {
    this.#identifiers.exposeRef(ref);
    this.#ref(ref);
  }

  /** The reference in a control tuple, not in a term: that of a call is held as long as it is to be found. */
  controlRef(ref: Ref): void {
    if (ref instanceof Call) this.#ref(ref);
    else this.ref(ref);
  }

  #ref(ref: Ref): void {
    const { output } = this;
    const identifiers = this.#identifiers;
    const words = wordsOf(ref);
    output.u8(tags.newerReference);
    output.u16(words.length);
    this.atoms.put(identifiers.wireNameOf(ref.node));
    output.u32(ref.creation);
    for (const each of words) output.u32(each);
  }

  #put(term: unknown): void {
    switch (typeof term) {
      case 'string':
        if (this.#vocabulary.isDeclared(term)) this.atoms.put(term);
        else this.#scalars.text(term);
        return;
      case 'number':
        return this.#scalars.number(term);
      case 'object':
        return term === null ? this.atoms.put(constantName(null)) : this.#putObject(term);
      case 'boolean':
      case 'undefined':
        return this.atoms.put(constantName(term));
      case 'bigint':
        return this.#scalars.bigint(term);
      case 'function':
      case 'symbol':
        return this.#refuse(`a ${typeof term} cannot travel to another node`);
    }
  }

  #putObject(term: object): void {
    if (Array.isArray(term)) return this.#array(term as readonly unknown[]);
    if (term instanceof Address) return this.pid(term);
    if (term instanceof Ref) return term instanceof ReplyTag ? this.#put(term.term) : this.ref(term);
    if (term instanceof Atom) return this.atoms.put(term.name);
    if (term instanceof Map) return this.#pairs(term as ReadonlyMap<unknown, unknown>, term.size);
    if (term instanceof Binary) return this.#scalars.binary(term);
    if (term instanceof Float) return this.#scalars.float(term.value);
    if (term instanceof Uint8Array) return this.#scalars.bytes(term);
    if (term instanceof Opaque) return this.#opaque(term);
    if (term instanceof ImproperList) return this.#list(term.items, term.tail);
    if (term instanceof CallTag) return this.#callTag(term.ref);
    if (term instanceof Error) return this.#array(['js_error', term.name, term.message]);
    if (!isPlainObject(term)) return this.#refuse(`an instance of ${classOf(term)} cannot travel to an Erlang node`);
    const pairs = Object.entries(term);
    return this.#pairs(pairs, pairs.length);
  }

  #opaque(term: Opaque): void {
    const at = this.output.take(term.byteSize);
    term.copyTo(this.output.bytes, at);
  }

  #array(array: readonly unknown[]): void {
    const [first, second] = array;
    const kind = sequenceKind(array);
    if (kind === undefined && array.length === 2 && first instanceof Address && isCallTag(second)) {
      return this.#from(first, second);
    }
    const isTag =
      kind !== 'list' && (typeof first === 'string' ? this.#vocabulary.isTag(first) : first instanceof Atom);
    if (isTag || kind === 'tuple') this.#tuple(array, isTag && typeof first === 'string');
    else if (array.length === 0) this.output.u8(tags.nil);
    else this.#list(array, emptyList);
  }

  #callTag(ref: Ref): void {
    this.output.u8(tags.list);
    this.output.u32(1);
    this.atoms.put('alias');
    if (this.#identifiers.own.held(ref.id) === ref) this.#ref(ref);
    else this.ref(ref);
  }

  /** Whom to reply to, as Erlang has it: `{Pid, [alias|Ref]}`. */
  #from(caller: Address, tag: Ref): void {
    this.output.tagged(tags.smallTuple, 2);
    this.pid(caller);
    this.#put(tag instanceof ReplyTag ? tag : new ImproperList(aliasAtom, tag));
  }

  #tuple(items: readonly unknown[], hasPlainTag: boolean): void {
    const { output } = this;
    if (items.length < 256) {
      output.tagged(tags.smallTuple, items.length);
    } else {
      output.u8(tags.largeTuple);
      output.u32(items.length);
    }
    if (hasPlainTag) this.atoms.put(items[0] as string);
    this.#items(items, hasPlainTag ? 1 : 0);
  }

  #list(items: readonly unknown[], tail: unknown): void {
    const { output } = this;
    if (tail === emptyList && this.#scalars.string(items)) return;
    output.u8(tags.list);
    output.u32(items.length);
    this.#items(items, 0);
    if (tail === emptyList) output.u8(tags.nil);
    else this.#put(tail);
  }

  #items(items: readonly unknown[], from: number): void {
    this.#enter();
    for (let index = from; index < items.length; index++) {
      this.#path[this.#depth - 1] = index;
      this.#put(items[index]);
    }
    this.#depth--;
  }

  #pairs(pairs: Iterable<readonly [unknown, unknown]>, size: number): void {
    this.output.u8(tags.map);
    this.output.u32(size);
    this.#enter();
    for (const [key, value] of pairs) {
      this.#path[this.#depth - 1] = typeof key === 'string' ? key : '[key]';
      this.#put(key);
      this.#put(value);
    }
    this.#depth--;
  }

  #enter(): void {
    if (this.#depth >= this.#maxDepth) this.#refuse(`nested deeper than ${this.#maxDepth} levels, or in a cycle`);
    this.#depth++;
  }

  #refuse(problem: string): never {
    throw new Unencodable(problem);
  }
}

/** Whether it is the tag of a call: one that is over is one still, and what is replied to it is dropped. */
function isCallTag(term: unknown): term is Ref {
  return term instanceof ReplyTag || term instanceof Call || (term instanceof Monitor && term.aliasOf !== undefined);
}

/** Something cannot be written; where it is is known by whoever catches this. */
class Unencodable extends Error {}

function step(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function classOf(term: object): string {
  const { constructor } = term as { readonly constructor?: { readonly name?: string } };
  return constructor?.name ?? 'a class without a name';
}
