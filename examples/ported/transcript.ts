/** Prints terms so that both languages print the same; transcript.erl is this module in Erlang. */
import { compareTerms } from 'regent-otp';

/** Takes what a scenario shows. */
export type Show = (term: unknown) => void;

/** A term as one line. */
export function text(term: unknown): string {
  if (term instanceof Uint8Array) return Buffer.from(term).toString();
  if (Array.isArray(term)) return `[${term.map(text).join(', ')}]`;
  if (typeof term === 'object' && term !== null) {
    const fields = term instanceof Map ? [...(term as ReadonlyMap<unknown, unknown>)] : Object.entries(term);
    const texts = fields.sort(([a], [b]) => compareTerms(a, b)).map(([key, value]) => `${text(key)}: ${text(value)}`);
    return `{${texts.join(', ')}}`;
  }
  return String(term);
}
