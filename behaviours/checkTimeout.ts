/** checkTimeout: what Erlang's guards on timeouts refuse. */
import { noClause } from './functionClause.js';

/** Raises 'function_clause' unless it is 'infinity' or a whole number of ms. */
export function checkTimeout(where: string, timeout: unknown): asserts timeout is number | 'infinity' {
  if (timeout === 'infinity' || (Number.isInteger(timeout) && Number(timeout) >= 0)) return;
  throw noClause(where, 'timeout', timeout, "ms (a whole number of at least 0) or 'infinity'");
}
