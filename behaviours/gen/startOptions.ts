/**
 * Options of starting a behaviour: Erlang's list of pairs, or an object with the same names.
 */
import { badarg, type SpawnOption } from '../../lib/index.js';
import { startBondsIn, type StartSpawnOption } from '../procLib/spawnOptions.js';
import { debugOf, type Debug, type DebugOption } from '../sys/debug.js';

type Timeout = number | 'infinity';

/** The options by name. */
export interface StartOptionsByName {
  /** How long the start may take, in ms. Then the process is killed, and the start gives `['error', 'timeout']`. */
  readonly timeout?: Timeout;
  /** After how many ms without a message it hibernates. Only `processInfo(pid, 'current_function')` shows it. */
  readonly hibernate_after?: Timeout;
  /** What is switched on to watch it from the start; see `sys`. */
  readonly debug?: readonly DebugOption[];
  /** Options of spawning: 'link' means something, those that tune Erlang's VM do nothing. */
  readonly spawn_opt?: readonly StartSpawnOption[];
}

/** One option, as a pair. */
export type StartOption = {
  [Name in keyof StartOptionsByName]-?: readonly [Name, NonNullable<StartOptionsByName[Name]>];
}[keyof StartOptionsByName];

/** Options of starting a behaviour: `[['timeout', 1000]]`, or `{ timeout: 1000 }`. */
export type StartOptions = readonly StartOption[] | StartOptionsByName;

/** The options of a start, checked. */
export interface CheckedOptions {
  readonly timeout: Timeout;
  readonly hibernateAfter: Timeout;
  readonly debug: Debug | undefined;
  readonly bonds: readonly SpawnOption[];
}

const none: CheckedOptions = { timeout: 'infinity', hibernateAfter: 'infinity', debug: undefined, bonds: [] };

export function checkOptions(where: string, options: StartOptions | undefined): CheckedOptions {
  if (options === undefined || (Array.isArray(options) && options.length === 0)) return none;
  const named = byName(where, options);
  return {
    timeout: checkMs(where, 'timeout', named.timeout),
    hibernateAfter: checkMs(where, 'hibernate_after', named.hibernate_after),
    debug: named.debug === undefined ? undefined : debugOf(named.debug),
    bonds: named.spawn_opt === undefined ? [] : startBondsIn(where, named.spawn_opt),
  };
}

// Of two pairs with one name the first counts, as in a list of Erlang's.
function byName(where: string, options: unknown): StartOptionsByName {
  if (Array.isArray(options) && options.every((option) => Array.isArray(option) && option.length === 2)) {
    return Object.fromEntries(options.toReversed() as readonly StartOption[]) as StartOptionsByName;
  }
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options;
  throw badarg(where, 'options', options, "a list of pairs such as ['timeout', 1000], or an object");
}

function checkMs(where: string, option: string, ms: unknown): Timeout {
  if (ms === undefined || ms === 'infinity') return 'infinity';
  if (Number.isInteger(ms) && Number(ms) >= 0) return ms as number;
  throw badarg(where, `options.${option}`, ms, "ms or 'infinity'");
}
