/** The errors of erpc itself. */
import { ErlangError, formatTerm } from '../../lib/index.js';

/** `error({erpc, Reason})` */
export function erpcError(reason: unknown): ErlangError {
  return new ErlangError(['erpc', reason]);
}

/** A wrong argument: `error({erpc, badarg})` with words that name it. */
export function erpcBadarg(where: string, argument: string, value: unknown, expected: string): ErlangError {
  return new ErlangError(
    ['erpc', 'badarg'],
    `erpc.${where}: ${argument} must be ${expected}, not ${formatTerm(value)}`,
  );
}
