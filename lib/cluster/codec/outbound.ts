/**
 * Outbound: from a term to what a format can carry. Answers the term itself where nothing in it needs another form, so
 * that a plain message costs one look at each value and no copy. It never changes a term, and refuses what cannot
 * travel or is over the limits. It counts values as the far end's guard does: what one end sends, the other takes.
 * Its recursion ends at the depth limit, which is also what finds cycles.
 */
import { Address } from '../../terms/address.js';
import { formatTerm } from '../../terms/formatTerm.js';
import { isPlainObject } from '../../terms/plainData.js';
import { Ref } from '../../terms/ref.js';
import { binaryBytes, binaryKind } from './binaries.js';
import type { Classes } from './classes.js';
import { isDirectInstance } from './directInstance.js';
import type { Format } from './format.js';
import { Departures } from './identifiers.js';
import type { CodecLimits } from './limits.js';
import { propertyStep, Refusal } from './refusal.js';
import { isTag, tags, type Tag } from './tags.js';
import { unfold } from './unfold.js';

/** isWellFormed is in Node.js 20, not yet in the types. */
type WellFormed = string & { isWellFormed(): boolean };

export class Outbound {
  readonly #format: Format;
  readonly #limits: CodecLimits;
  readonly #classes: Classes;
  readonly #departures = new Departures();
  #terms = 0;
  /** At least what the texts and binaries so far take. */
  #bytes = 0;

  constructor(format: Format, limits: CodecLimits, classes: Classes) {
    this.#format = format;
    this.#limits = limits;
    this.#classes = classes;
  }

  /**
   * The form of a term that the format can carry; it shares with the term all that stays as it is.
   *
   * @throws Refusal
   */
  term(term: unknown): unknown {
    // User code in the term (a getter, a class's encode function) may encode another one meanwhile.
    const terms = this.#terms;
    const bytes = this.#bytes;
    this.#terms = 1;
    this.#bytes = 0;
    try {
      return this.#any(term, 0);
    } finally {
      this.#terms = terms;
      this.#bytes = bytes;
    }
  }

  #any(term: unknown, depth: number): unknown {
    switch (typeof term) {
      case 'string':
        return this.#isNative(term) ? term : this.#leaf(depth, tags.text, this.#payload(Buffer.from(term, 'utf16le')));
      case 'number':
        return this.#number(term, depth);
      case 'object':
        return term === null ? term : this.#object(term, depth);
      case 'boolean':
        return term;
      case 'undefined':
        return this.#format.hasUndefined ? term : this.#leaf(depth, tags.nothing);
      case 'bigint':
        return this.#bigint(term, depth);
      case 'function':
        throw new Refusal('a function cannot travel to another node');
      case 'symbol':
        throw new Refusal('a symbol cannot travel to another node');
    }
  }

  // UTF-8 has no half surrogate pairs, and its decoders drop a byte order mark.
  #isNative(text: string): boolean {
    this.#weigh(text.length);
    return (text as WellFormed).isWellFormed() && text.charCodeAt(0) !== 0xfeff;
  }

  // As a property, so that no function is made for each object. A native key __proto__ would be renamed on arrival.
  readonly #isNativeKey = (key: string): boolean => key !== '__proto__' && this.#isNative(key);

  #number(number: number, depth: number): unknown {
    if (number === 0 ? 1 / number > 0 : this.#format.hasNonFinite || Number.isFinite(number)) return number;
    return this.#leaf(depth, tags.number, number === 0 ? '-0' : String(number));
  }

  #bigint(bigint: bigint, depth: number): unknown {
    if (this.#format.hasBigint && BigInt.asIntN(64, bigint) === bigint) return bigint;
    const { maxBigintBits } = this.#limits;
    if (BigInt.asIntN(maxBigintBits + 1, bigint) !== bigint) {
      throw new Refusal(`a bigint of more than ${maxBigintBits} bits (maxBigintBits) cannot travel to another node`);
    }
    return this.#leaf(depth, tags.bigint, bigint.toString(16));
  }

  #object(term: object, depth: number): unknown {
    const prototype = Object.getPrototypeOf(term) as object | null;
    if (prototype === Array.prototype && Array.isArray(term)) return this.#array(term, depth);
    if (prototype === Object.prototype) return this.#plain(term as Record<string, unknown>, depth);
    if (term instanceof Address) return this.#identifier(tags.address, term, depth);
    if (term instanceof Ref) return this.#identifier(tags.ref, term, depth);
    return this.#uncommon(term, depth);
  }

  #identifier(tag: Tag, identifier: Address | Ref, depth: number): unknown {
    this.#departures.expose(identifier);
    return this.#leaf(depth, tag, identifier.node, identifier.creation, identifier.id);
  }

  #array(items: readonly unknown[], depth: number): unknown {
    if (isTag(items[0])) return this.#tagged(tags.quote, items, depth, items, arrayStep);
    this.#open(depth, items.length);
    let copy: unknown[] | undefined;
    let index = 0;
    try {
      for (; index < items.length; index++) {
        const item = items[index];
        const carried = this.#any(item, depth + 1);
        if (carried !== item) (copy ??= [...items])[index] = carried;
      }
    } catch (thrown) {
      throw Refusal.passing(thrown, items, arrayStep(index));
    }
    return copy ?? items;
  }

  #plain(term: Readonly<Record<string, unknown>>, depth: number): unknown {
    const keys = Object.keys(term);
    if (!keys.every(this.#isNativeKey)) return this.#pairs(term, keys, depth);
    this.#open(depth, 2 * keys.length);
    let copy: Record<string, unknown> | undefined;
    let at = '';
    try {
      for (const key of keys) {
        at = key;
        const value = term[key];
        const carried = this.#any(value, depth + 1);
        if (carried !== value) (copy ??= { ...term })[key] = carried;
      }
    } catch (thrown) {
      throw Refusal.passing(thrown, term, propertyStep(at));
    }
    return copy ?? term;
  }

  #pairs(term: Readonly<Record<string, unknown>>, keys: readonly string[], depth: number): unknown {
    const items = keys.flatMap((key) => [key, term[key]]);
    return this.#tagged(tags.pairs, items, depth, term, (index) => propertyStep(keys[index >> 1]!));
  }

  #uncommon(term: object, depth: number): unknown {
    const unfolded = unfold(term, this.#classes);
    if (unfolded !== undefined) return this.#tagged(unfolded.tag, unfolded.items, depth, term, unfolded.step);
    const kind = binaryKind(term);
    if (kind !== undefined) return this.#binary(kind, binaryBytes(term), depth);
    if (Array.isArray(term) && isDirectInstance(term)) return this.#array(term, depth);
    if (isPlainObject(term)) return this.#plain(term, depth);
    throw new Refusal(`${described(term)} cannot travel to another node`);
  }

  #binary(kind: string, bytes: Uint8Array, depth: number): unknown {
    this.#weigh(bytes.length);
    return this.#format.hasBytes && kind === 'Uint8Array'
      ? bytes
      : this.#leaf(depth, tags.bytes, kind, this.#payload(bytes));
  }

  #payload(bytes: Uint8Array): unknown {
    return this.#format.hasBytes ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  }

  /** A tagged array of terms, which are walked in turn. */
  #tagged(
    tag: Tag,
    items: readonly unknown[],
    depth: number,
    holder: object,
    step: (index: number) => string,
  ): unknown {
    this.#open(depth, 1 + items.length);
    const carried: unknown[] = [tag];
    let index = 0;
    try {
      for (; index < items.length; index++) carried.push(this.#any(items[index], depth + 1));
    } catch (thrown) {
      throw Refusal.passing(thrown, holder, step(index));
    }
    return carried;
  }

  /** A tagged array of what the format carries as it is. */
  #leaf(depth: number, ...array: [Tag, ...unknown[]]): unknown {
    this.#open(depth, array.length);
    return array;
  }

  #open(depth: number, length: number): void {
    const { maxDepth, maxTerms } = this.#limits;
    if (depth >= maxDepth) throw new Refusal(`more than ${maxDepth} levels (maxDepth) cannot travel to another node`);
    if ((this.#terms += length) > maxTerms) {
      throw new Refusal(`a term of more than ${maxTerms} values (maxTerms) cannot travel to another node`);
    }
  }

  #weigh(bytes: number): void {
    if ((this.#bytes += bytes) > this.#limits.maxBytes) throw Refusal.ofSize(this.#limits);
  }
}

function arrayStep(index: number): string {
  return `[${index}]`;
}

function described(term: object): string {
  const name: unknown = (term as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : formatTerm(term);
}
