/**
 * Unfolding: the objects that are neither arrays, plain objects, identifiers nor binaries, as a tag and the terms
 * they hold: instances of registered classes, Errors, Maps, Sets and Dates. Subclasses must be registered; Errors need
 * not, so that an exit reason always travels.
 */
import { types } from 'node:util';
import type { Classes } from './classes.js';
import { isDirectInstance } from './directInstance.js';
import { errorFields, isError } from './errors.js';
import { tags, type Tag } from './tags.js';

export interface Unfolded {
  readonly tag: Tag;
  readonly items: readonly unknown[];
  /** How a path writes the way to an item. */
  readonly step: (index: number) => string;
}

export function unfold(term: object, classes: Classes): Unfolded | undefined {
  const instance = classes.fields(term);
  if (instance !== undefined) return { tag: tags.instance, items: instance, step: () => '' };
  if (isError(term)) return { tag: tags.error, items: errorFields(term), step: () => '' };
  if (!isDirectInstance(term)) return undefined;
  if (types.isMap(term)) return unfoldMap(term);
  if (types.isSet(term)) return { tag: tags.set, items: [...term], step: (index) => `.values()[${index}]` };
  if (types.isDate(term)) return { tag: tags.date, items: [dateOf(term)], step: () => '' };
  return undefined;
}

function unfoldMap(map: ReadonlyMap<unknown, unknown>): Unfolded {
  const items: unknown[] = [];
  for (const [key, value] of map) items.push(key, value);
  return { tag: tags.map, items, step: (index) => `.${index % 2 === 0 ? 'keys' : 'values'}()[${index >> 1}]` };
}

function dateOf(date: Date): number | null {
  const time = date.getTime();
  return Number.isNaN(time) ? null : time;
}
