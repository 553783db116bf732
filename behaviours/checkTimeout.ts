/** checkTimeout: what Erlang's guards on timeouts refuse. */
import { ErlangError, formatTerm } from '../lib/index.js';

/** Raises 'function_clause' unless it is 'infinity' or a whole number of ms. */
export function checkTimeout(where: string, timeout: unknown): asserts timeout is number | 'infinity' {
  if (timeout === 'infinity' || (Number.isInteger(timeout) && Number(timeout) >= 0)) return;
  const message = `${where}: timeout must be ms (a whole number of at least 0) or 'infinity', not ${formatTerm(timeout)}`;
  throw new ErlangError('function_clause', message);
}
