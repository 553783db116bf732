/** A term as one line of text, for messages that people read. Long terms are cut. */
import { inspect } from 'node:util';

const limit = 400;

/** Atoms, which most reasons are, and which need no escape. */
const plain = /^[\w ]{1,60}$/;

export function formatTerm(term: unknown): string {
  if (typeof term === 'string' && plain.test(term)) return `'${term}'`;
  const text = inspect(term, {
    depth: 6,
    breakLength: Infinity,
    compact: true,
    maxArrayLength: 30,
    maxStringLength: 200,
  });
  return text.length > limit ? `${text.slice(0, limit)}...` : text;
}
