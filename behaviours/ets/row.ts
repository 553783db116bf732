/**
 * Objects and their places. An object is a tuple, whose places are the numbers of its elements from 1, or a record, whose
 * places are the names of its fields.
 */
import type { EtsObject, Position } from './types.js';

export function isObject(term: unknown, keypos: Position): term is EtsObject {
  return typeof term === 'object' && term !== null && hasPlace(term, keypos);
}

export function hasPlace(object: EtsObject, position: Position): boolean {
  if (typeof position === 'string') return !Array.isArray(object) && Object.hasOwn(object, position);
  return Array.isArray(object) && Number.isInteger(position) && position >= 1 && position <= object.length;
}

export function elementAt(object: EtsObject, position: Position): unknown {
  return (object as Readonly<Record<Position, unknown>>)[typeof position === 'string' ? position : position - 1];
}

/** A copy of the object with another element in a place that it has. */
export function withElement(object: EtsObject, position: Position, value: unknown): EtsObject {
  if (!isTuple(object)) return { ...object, [position]: value };
  const copy = [...object];
  copy[Number(position) - 1] = value;
  return copy;
}

function isTuple(object: EtsObject): object is readonly unknown[] {
  return Array.isArray(object);
}

export function isPosition(term: unknown): term is Position {
  return (typeof term === 'string' && term !== '') || (Number.isInteger(term) && Number(term) >= 1);
}
