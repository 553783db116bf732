/** undefinedCallback: what a callback does that a module has not defined and that has no default. */
import { ErlangError, formatTerm } from '../lib/index.js';

/** Raises Erlang's 'undef'. */
export function undefinedCallback(callback: string, argument: unknown): never {
  throw new ErlangError('undef', `${callback} is not defined; it was to handle ${formatTerm(argument)}`);
}
