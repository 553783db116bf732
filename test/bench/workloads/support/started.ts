import type { Address } from 'regent-otp';

/** The address in `['ok', pid]`; anything else is a failed match, as of `{ok, Pid} = ...`. */
export function started(result: readonly ['ok', Address] | readonly ['error', unknown] | 'ignore'): Address {
  if (result[0] !== 'ok') throw new Error(`it did not start: ${String(result)}`);
  return result[1] as Address;
}
