/**
 * Options of spawning, as functions that start processes take them. Those that tune the Erlang VM are let pass and do
 * nothing.
 */
import { badarg, type SpawnOption } from '../../lib/index.js';

/** 'link', 'monitor', or one that tunes Erlang's VM, `['priority', 'high']` for example. */
export type StartSpawnOption = SpawnOption | readonly [name: string, value: unknown];

const expected = "a list of 'link', 'monitor' and pairs";

/** The options that mean something here. */
export function bondsIn(where: string, options: readonly StartSpawnOption[]): readonly SpawnOption[] {
  if (!Array.isArray(options)) throw badarg(where, 'options', options, expected);
  return options.filter((option: unknown): option is SpawnOption => {
    if (option === 'link' || option === 'monitor') return true;
    if (Array.isArray(option) && typeof option[0] === 'string') return false;
    throw badarg(where, 'options', options, expected);
  });
}

/** The same for processes that are waited for: OTP monitors those itself, and takes no 'monitor' from others. */
export function startBondsIn(where: string, options: readonly StartSpawnOption[]): readonly SpawnOption[] {
  const bonds = bondsIn(where, options);
  if (bonds.includes('monitor') || options.some((option) => option[0] === 'monitor')) {
    throw badarg(where, 'options', options, "a list without 'monitor'");
  }
  return bonds;
}
