/**
 * Exits with what was seen if it is not what was expected.
 */
import { exit, formatTerm } from 'regent-otp';

export function expectThat(holds: boolean, seen: unknown): asserts holds {
  if (!holds) exit(typeof seen === 'string' ? seen : formatTerm(seen));
}
