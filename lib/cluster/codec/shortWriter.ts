/**
 * ShortWriter: MessagePack of the messages that are sent most: short arrays and objects of short ASCII texts, numbers and
 * other small things, in one walk. It writes the bytes that Outbound and msgpackr would; all else it leaves to them.
 */
import { putNumber } from './putNumber.js';
import { isTag } from './tags.js';

/** The longest text, in bytes. */
const longestText = 255;
/** How deep arrays and objects may lie in each other. */
export const mostDepth = 8;
/** The most bytes. No term of so many bytes has more values. */
export const mostBytes = 1024;

/** A frame that waits keeps the slab that it lies in. */
const slabSize = 8192;
/** What a value takes at most that is no text; it is looked for room once before. */
const slack = 16;

/** Instead of a place in the slab: the term is not for us. */
const no = -1;

export class ShortWriter {
  #slab = new Uint8Array(slabSize);
  /** The slab's own. To ask the slab for it costs a call into the engine. */
  #memory = this.#slab.buffer;
  #at = 0;
  #isWriting = false;

  /** Whether limits leave all that is written here alone. */
  static suits(limits: { readonly maxBytes: number; readonly maxTerms: number; readonly maxDepth: number }): boolean {
    return limits.maxBytes >= mostBytes && limits.maxTerms >= mostBytes && limits.maxDepth >= mostDepth;
  }

  /** The bytes of a term; undefined if it is one for others to write, or to refuse. */
  write(term: unknown): Uint8Array | undefined {
    // A getter in the term may encode another one meanwhile.
    if (this.#isWriting) return undefined;
    if (this.#at + mostBytes > slabSize) {
      this.#slab = new Uint8Array(slabSize);
      this.#memory = this.#slab.buffer;
      this.#at = 0;
    }
    const slab = this.#slab;
    const start = this.#at;
    this.#isWriting = true;
    try {
      const end = put(slab, start, start + mostBytes - slack, term, 0);
      if (end === no) return undefined;
      this.#at = end;
      return new Uint8Array(this.#memory, start, end - start);
    } catch {
      return undefined; // a getter has thrown, and does so once more where the path to it is known
    } finally {
      this.#isWriting = false;
    }
  }
}

/** Writes a value that starts before the limit; gives the place behind it. */
function put(slab: Uint8Array, at: number, limit: number, term: unknown, depth: number): number {
  if (at > limit) return no;
  if (typeof term === 'string') return putText(slab, at, limit, term);
  if (typeof term === 'number') return Object.is(term, -0) ? no : putNumber(slab, at, term);
  if (typeof term === 'object' && term !== null) return putObject(slab, at, limit, term, depth);
  return putConstant(slab, at, term);
}

function putText(slab: Uint8Array, at: number, limit: number, text: string): number {
  const { length } = text;
  if (length > longestText || at + length > limit) return no;
  if (length < 0x20) slab[at++] = 0xa0 | length;
  else {
    slab[at++] = 0xd9;
    slab[at++] = length;
  }
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) return no;
    slab[at++] = code;
  }
  return at;
}

function putConstant(slab: Uint8Array, at: number, term: unknown): number {
  if (term === null) slab[at] = 0xc0;
  else if (term === true) slab[at] = 0xc3;
  else if (term === false) slab[at] = 0xc2;
  else return term === undefined ? putUndefined(slab, at) : no;
  return at + 1;
}

function putUndefined(slab: Uint8Array, at: number): number {
  slab[at] = 0xd4;
  slab[at + 1] = 0;
  slab[at + 2] = 0;
  return at + 3;
}

function putObject(slab: Uint8Array, at: number, limit: number, term: object, depth: number): number {
  if (depth === mostDepth) return no;
  // To ask an array for its prototype costs as much as to write it.
  if (Array.isArray(term)) return term.constructor === Array ? putArray(slab, at, limit, term, depth) : no;
  if (Object.getPrototypeOf(term) !== Object.prototype) return no;
  return putPlain(slab, at, limit, term as Record<string, unknown>, depth);
}

function putArray(slab: Uint8Array, at: number, limit: number, items: readonly unknown[], depth: number): number {
  const { length } = items;
  if (length > 0x0f || isTag(items[0])) return no;
  slab[at++] = 0x90 | length;
  for (let index = 0; index < length && at !== no; index++) at = put(slab, at, limit, items[index], depth + 1);
  return at;
}

function putPlain(
  slab: Uint8Array,
  at: number,
  limit: number,
  term: Readonly<Record<string, unknown>>,
  depth: number,
): number {
  const keys = Object.keys(term);
  const { length } = keys;
  if (length > 0x0f) return no;
  slab[at++] = 0x80 | length;
  for (let index = 0; index < length && at !== no; index++) {
    const key = keys[index]!;
    if (at > limit || key === '__proto__') return no;
    at = putText(slab, at, limit, key);
    if (at !== no) at = put(slab, at, limit, term[key], depth + 1);
  }
  return at;
}
