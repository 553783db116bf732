/**
 * The flags of a DynamicSupervisor. Pure.
 */
import type { Checked } from '../rules/checked.js';
import { dropUndefined, isIntegerFrom } from '../rules/checkFlags.js';

/** Options of a DynamicSupervisor, with Elixir's names. */
export interface DynamicOptions {
  /** There is only 'one_for_one'. */
  readonly strategy?: 'one_for_one';
  /** So many restarts are allowed within `max_seconds`. Default: 3. */
  readonly max_restarts?: number;
  /** Default: 5. */
  readonly max_seconds?: number;
  /** Default: 'infinity'. */
  readonly max_children?: number | 'infinity';
  /** Come before the arguments of each child. Default: none. */
  readonly extra_arguments?: readonly unknown[];
}

/** What `init` of a DynamicSupervisor returns beside 'ok'; `dynamicSupervisor.init(options)` makes it. */
export interface DynamicFlags {
  readonly strategy?: 'one_for_one';
  readonly intensity?: number;
  readonly period?: number;
  readonly max_children?: number | 'infinity';
  readonly extra_arguments?: readonly unknown[];
}

export type FullDynamicFlags = Required<DynamicFlags>;

/** The flags that options stand for. */
export function flagsOf(options: DynamicOptions): FullDynamicFlags {
  return {
    strategy: options.strategy ?? 'one_for_one',
    intensity: options.max_restarts ?? 3,
    period: options.max_seconds ?? 5,
    max_children: options.max_children ?? 'infinity',
    extra_arguments: options.extra_arguments ?? [],
  };
}

const defaults = {
  strategy: 'one_for_one',
  intensity: 1,
  period: 5,
  max_children: 'infinity',
  extra_arguments: [],
  auto_shutdown: 'never',
};

type Parts = Record<keyof typeof defaults, unknown>;

/** Checks flags; a problem is told in Elixir's words, `['invalid_max_children', value]` for one. */
export function checkDynamicFlags(flags: Readonly<Record<string, unknown>>): Checked<FullDynamicFlags> {
  const full: Parts = { ...defaults, ...dropUndefined(flags) };
  const problem = problemWith(full);
  if (problem !== undefined) return ['error', problem];
  const checked = full as unknown as FullDynamicFlags;
  return ['ok', checked];
}

function problemWith(flags: Parts): unknown {
  const { strategy, intensity, period, max_children, extra_arguments, auto_shutdown } = flags;
  if (strategy !== 'one_for_one') return ['invalid_strategy', strategy];
  if (!isIntegerFrom(0, intensity)) return ['invalid_intensity', intensity];
  if (!isIntegerFrom(1, period)) return ['invalid_period', period];
  if (max_children !== 'infinity' && !isIntegerFrom(0, max_children)) return ['invalid_max_children', max_children];
  if (!Array.isArray(extra_arguments)) return ['invalid_extra_arguments', extra_arguments];
  return auto_shutdown === 'never' ? undefined : ['invalid_auto_shutdown', auto_shutdown];
}
