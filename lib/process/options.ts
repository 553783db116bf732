/** The check of a list of options, as many of Erlang's functions take one. */
import { badarg } from '../terms/errors.js';

/** Gives the options back; badarg unless they are a list of which each is one. */
export function checkOptions<T>(
  where: string,
  options: readonly T[],
  isOption: (option: unknown) => boolean,
  expected: string,
): readonly T[] {
  if (!Array.isArray(options) || !options.every(isOption)) {
    throw badarg(where, 'options', options, `a list of ${expected}`);
  }
  return options as readonly T[];
}

/** Whether a term is `[name, true]` or `[name, false]` for one of the names. */
export function isSwitch(option: unknown, ...names: readonly string[]): boolean {
  if (!Array.isArray(option) || option.length !== 2) return false;
  return names.includes(option[0] as string) && typeof option[1] === 'boolean';
}
