/** A pattern as a person would write it, for messages that people read. */
import { P } from 'ts-pattern';
import { Address, formatTerm, Ref } from '../../lib/index.js';
import { matcher } from '../../lib/terms/identity.js';

interface Matcher {
  [matcher](): { readonly matcherType?: string };
}

const names = new Map<unknown, string>(
  Object.entries(P).flatMap(([name, value]) => (isMatcher(value) && name !== 'any' ? [[value, `P.${name}`]] : [])),
);

/** Those that ts-pattern's own names differ from. */
const functions: Readonly<Record<string, string>> = { or: 'union', and: 'intersection', default: 'when' };

export function formatPattern(pattern: unknown): string {
  if (typeof pattern !== 'object' || pattern === null || pattern instanceof Address || pattern instanceof Ref) {
    return formatTerm(pattern);
  }
  if (isMatcher(pattern)) return names.get(pattern) ?? formatMatcher(pattern);
  if (Array.isArray(pattern)) return `[${pattern.map(formatPattern).join(', ')}]`;
  if (pattern instanceof Map) return formatTerm(pattern);
  const fields = Object.entries(pattern).map(([key, value]) => `${key}: ${formatPattern(value)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function formatMatcher(pattern: Matcher): string {
  const { matcherType = 'when' } = pattern[matcher]();
  return `P.${functions[matcherType] ?? matcherType}(...)`;
}

function isMatcher(value: unknown): value is Matcher {
  return typeof value === 'object' && value !== null && matcher in value;
}
