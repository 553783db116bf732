/**
 * Whether a term arrived exactly: stricter than termEquals, which neither tells -0 from 0 nor looks into Map keys,
 * stacks and causes. Answers the first difference, or undefined.
 */
import { isDeepStrictEqual } from 'node:util';
import { Address } from '../../../../lib/terms/address.js';
import { ExitError } from '../../../../lib/terms/errors.js';
import { Ref } from '../../../../lib/terms/ref.js';

export function difference(sent: unknown, got: unknown, path = 'term'): string | undefined {
  if (typeof sent !== 'object' || sent === null || typeof got !== 'object' || got === null) {
    return Object.is(sent, got) ? undefined : `${path}: ${show(sent)} became ${show(got)}`;
  }
  if (sent instanceof Address || sent instanceof Ref) return sent === got ? undefined : `${path}: not the same object`;
  if (Object.prototype.toString.call(sent) !== Object.prototype.toString.call(got)) return `${path}: another class`;
  if (Array.isArray(sent)) return differentItems(sent, got as unknown[], path);
  if (sent instanceof Map) return differentItems([...sent].flat(1), [...(got as Map<unknown, unknown>)].flat(1), path);
  if (sent instanceof Set) return differentItems([...sent], [...(got as Set<unknown>)], path);
  if (sent instanceof Date) return difference(sent.getTime(), (got as Date).getTime(), path);
  if (sent instanceof ExitError) return difference(sent.reason, (got as ExitError).reason, `${path}.reason`);
  if (sent instanceof Error) return differentErrors(sent, got as Error, path);
  if (Object.prototype.toString.call(sent) !== '[object Object]') {
    const same = Buffer.isBuffer(sent) === Buffer.isBuffer(got) && isDeepStrictEqual(sent, got);
    return same ? undefined : `${path}: other bytes`;
  }
  return differentObjects(sent as Record<string, unknown>, got as Record<string, unknown>, path);
}

function differentItems(sent: readonly unknown[], got: readonly unknown[], path: string): string | undefined {
  if (sent.length !== got.length) return `${path}: ${sent.length} items became ${got.length}`;
  for (const [index, item] of sent.entries()) {
    const found = difference(item, got[index], `${path}[${index}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function differentObjects(sent: Record<string, unknown>, got: Record<string, unknown>, path: string) {
  if (Object.getPrototypeOf(got) !== Object.prototype) return `${path}: not a plain object`;
  const found = differentItems(Object.keys(sent), Object.keys(got), `${path} keys`);
  if (found !== undefined) return found;
  for (const key of Object.keys(sent)) {
    const inside = difference(sent[key], Object.getOwnPropertyDescriptor(got, key)!.value, `${path}.${key}`);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function differentErrors(sent: Error, got: Error, path: string): string | undefined {
  if (Object.getPrototypeOf(sent) !== Object.getPrototypeOf(got)) return `${path}: another class of error`;
  const told = (error: Error) => [
    ...[error.name, error.message, error.stack, Object.hasOwn(error, 'cause'), error.cause],
    ...[(error as { reason?: unknown }).reason, (error as { code?: unknown }).code, (error as AggregateError).errors],
  ];
  return differentItems(told(sent), told(got), path);
}

function show(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'object' && value !== null ? 'an object' : `${typeof value} ${String(value)}`;
}
