/**
 * Elixir's exceptions, as Erlang errors: the reason is the map that an exception is in Elixir.
 */
import { ErlangError } from '../../lib/index.js';

/** An exception that holds nothing but a message. */
export function elixirError(struct: string, message: string): ErlangError {
  return new ErlangError({ __struct__: struct, __exception__: true, message }, message);
}

/** Elixir's ArgumentError. */
export function argumentError(message: string): ErlangError {
  return elixirError('Elixir.ArgumentError', message);
}

/** Elixir's RuntimeError, what `raise "message"` raises. */
export function runtimeError(message: string): ErlangError {
  return elixirError('Elixir.RuntimeError', message);
}
