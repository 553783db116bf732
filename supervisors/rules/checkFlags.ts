/**
 * The flags of a supervisor, as its `init` returns them: checked, with defaults. Pure.
 */
import type { AutoShutdown } from '../childSpec.js';
import { keysOf, type Checked } from './checked.js';

/** Which children are restarted when one has ended. */
export type Strategy = 'one_for_one' | 'one_for_all' | 'rest_for_one' | 'simple_one_for_one';

/** What a supervisor's `init` says of itself. Ports `supervisor:sup_flags()`. */
export interface SupervisorFlags {
  /** Default: 'one_for_one'. */
  readonly strategy?: Strategy;
  /** So many restarts are allowed within `period`; one more, and the supervisor gives up. Default: 1. */
  readonly intensity?: number;
  /** In seconds. Default: 5. */
  readonly period?: number;
  /** Default: 'never'. */
  readonly auto_shutdown?: AutoShutdown;
}

/** The old form of the flags, a tuple. */
export type FlagsTuple = readonly [strategy: Strategy, intensity: number, period: number];

export type FullFlags = Required<SupervisorFlags>;

const defaults = { strategy: 'one_for_one', intensity: 1, period: 5, auto_shutdown: 'never' };
type Parts = Record<keyof typeof defaults, unknown>;

const strategies: readonly unknown[] = ['one_for_one', 'one_for_all', 'rest_for_one', 'simple_one_for_one'];
const autoShutdowns: readonly unknown[] = ['never', 'any_significant', 'all_significant'];

/** Checks flags; a problem is told in OTP's words, `['invalid_strategy', value]` for one. */
export function checkFlags(flags: unknown): Checked<FullFlags> {
  const given = Array.isArray(flags) && flags.length === 3 ? fromTuple(flags) : keysOf(flags);
  if (given === undefined) return ['error', ['invalid_type', flags]];
  const full: Parts = { ...defaults, ...dropUndefined(given) };
  const problem = problemWith(full);
  if (problem !== undefined) return ['error', problem];
  const checked = full as FullFlags;
  return ['ok', checked];
}

/** Whether a term is a value of the flag `auto_shutdown`. */
export function isAutoShutdown(term: unknown): term is AutoShutdown {
  return autoShutdowns.includes(term);
}

/** Whether a term is an integer that is at least `least`. */
export function isIntegerFrom(least: number, term: unknown): boolean {
  return Number.isInteger(term) && (term as number) >= least;
}

/** An object without the keys whose value is undefined: in JavaScript those count as not given. */
export function dropUndefined(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function fromTuple([strategy, intensity, period]: readonly unknown[]): Record<string, unknown> {
  return { strategy, intensity, period };
}

function problemWith({ strategy, intensity, period, auto_shutdown }: Parts): unknown {
  if (!strategies.includes(strategy)) return ['invalid_strategy', strategy];
  if (!isIntegerFrom(0, intensity)) return ['invalid_intensity', intensity];
  if (!isIntegerFrom(1, period)) return ['invalid_period', period];
  if (!isAutoShutdown(auto_shutdown)) return ['invalid_auto_shutdown', auto_shutdown];
  if (strategy !== 'simple_one_for_one' || auto_shutdown === 'never') return undefined;
  return [
    'bad_combination',
    [
      ['auto_shutdown', auto_shutdown],
      ['strategy', strategy],
    ],
  ];
}
