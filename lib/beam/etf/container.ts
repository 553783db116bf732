/**
 * Container: a tuple, list, map, or fun whose parts are being read. They are nested by `outer`, not by calls: no depth of
 * terms can exhaust the stack.
 */
import { Address, type Home } from '../../terms/address.js';
import { aliasedTag } from './replyTag.js';
import { emptyList, ImproperList, sealed } from './sequences.js';
import { sequenceKind } from '../../terms/sequenceKind.js';
import { FrozenMap } from './frozenMap.js';
import { DecodeError } from './etfError.js';
import type { Vocabulary } from './vocabulary.js';

export type ContainerKind = 'tuple' | 'list' | 'map' | 'fun';

export class Container {
  readonly kind: ContainerKind;
  readonly items: unknown[];
  readonly outer: Container | undefined;
  readonly depth: number;
  filled = 0;
  /** Of a fun: where its bytes start and end. */
  readonly start: number;
  readonly end: number;

  constructor(kind: ContainerKind, size: number, outer: Container | undefined, start = 0, end = 0) {
    this.kind = kind;
    this.items = new Array<unknown>(size);
    this.outer = outer;
    this.depth = outer === undefined ? 1 : outer.depth + 1;
    this.start = start;
    this.end = end;
  }

  /** Adds a part; whether it was the last. */
  add(term: unknown): boolean {
    this.items[this.filled++] = term;
    return this.filled === this.items.length;
  }
}

/** The tuple of its items; the `From` of a request is one here, wherever it stands. */
export function tupleOf(items: unknown[], vocabulary: Vocabulary, own: Home): readonly unknown[] {
  const [caller, tag] = items;
  if (items.length === 2 && caller instanceof Address) items[1] = aliasedTag(caller, tag, own) ?? tag;
  // OTP's own atoms are plain strings in this place.
  if (typeof items[0] === 'object') items[0] = vocabulary.plain(items[0]);
  return sealed(items, 'tuple');
}

/** How many terms `listOf` copies: those of a tail that is a list itself. */
export function copiedBy(items: readonly unknown[]): number {
  const tail = items[items.length - 1];
  if (tail instanceof ImproperList) return tail.items.length;
  return Array.isArray(tail) && sequenceKind(tail) === 'list' ? tail.length : 0;
}

/** The list of its items, the last of which is its tail. */
export function listOf(items: unknown[]): unknown {
  const tail = items.pop();
  if (tail === emptyList) return items.length === 0 ? emptyList : sealed(items, 'list');
  if (Array.isArray(tail) && sequenceKind(tail) === 'list') return sealed(items.concat(tail as unknown[]), 'list');
  if (items.length === 0) return tail;
  if (tail instanceof ImproperList) return new ImproperList(Object.freeze([...items, ...tail.items]), tail.tail);
  return new ImproperList(Object.freeze(items), tail);
}

/** The map of keys and values in turn: a plain object if all keys are declared atoms, else a Map. */
export function mapOf(items: readonly unknown[], vocabulary: Vocabulary): object {
  const isRecord = items.every((key, index) => index % 2 === 1 || isField(key, vocabulary));
  const map = isRecord && items.length > 0 ? recordOf(items) : new FrozenMap(items);
  const size = map instanceof FrozenMap ? map.size : Object.keys(map).length;
  if (size * 2 !== items.length) throw new DecodeError('a map has a key twice');
  return map;
}

function isField(key: unknown, vocabulary: Vocabulary): boolean {
  return typeof key === 'string' && vocabulary.isDeclared(key);
}

function recordOf(items: readonly unknown[]): object {
  const record = {};
  for (let index = 0; index < items.length; index += 2) {
    const [key, value] = [items[index] as string, items[index + 1]];
    // Defined, not assigned: a key named __proto__ is data.
    if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true });
    else (record as Record<string, unknown>)[key] = value;
  }
  return Object.freeze(record);
}
