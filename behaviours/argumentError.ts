/**
 * Elixir's ArgumentError, as an Erlang error: the reason is the map that Elixir's exception is.
 */
import { ErlangError } from '../lib/index.js';

export function argumentError(message: string): ErlangError {
  return new ErlangError({ __struct__: 'Elixir.ArgumentError', __exception__: true, message }, message);
}
