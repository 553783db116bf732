/** A term as one line of text, for messages that people read. Long terms are cut. */
import { inspect } from 'node:util';

const limit = 400;

export function formatTerm(term: unknown): string {
  const text = inspect(term, {
    depth: 6,
    breakLength: Infinity,
    compact: true,
    maxArrayLength: 30,
    maxStringLength: 200,
  });
  return text.length > limit ? `${text.slice(0, limit)}...` : text;
}
