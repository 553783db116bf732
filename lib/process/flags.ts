/**
 * The flags of a process: Erlang's `process_flag/2`. `trap_exit` has an effect; those that tune Erlang's VM are kept, so that
 * code which sets them and sets them back runs as it is.
 */
import { badarg } from '../terms/errors.js';
import { requireProcess } from './current.js';
import type { Process } from './process.js';

const priorities = ['low', 'normal', 'high', 'max'] as const;
const queues = ['on_heap', 'off_heap'] as const;

interface Tuning {
  readonly initial: unknown;
  readonly expected: string;
  readonly isValid: (value: unknown) => boolean;
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const oneOf = (values: readonly unknown[]) => ({
  expected: values.map((value) => `'${String(value)}'`).join(', '),
  isValid: (value: unknown): boolean => values.includes(value),
});
const count = { expected: 'an integer of 0 or more', isValid: isCount };
const boolean = { expected: 'true or false', isValid: isBoolean };

const tuning: Readonly<Record<string, Tuning>> = {
  priority: { initial: 'normal', ...oneOf(priorities) },
  message_queue_data: { initial: 'on_heap', ...oneOf(queues) },
  min_heap_size: { initial: 233, ...count },
  min_bin_vheap_size: { initial: 46_422, ...count },
  fullsweep_after: { initial: 65_535, ...count },
  save_calls: { initial: 0, ...count },
  async_dist: { initial: false, ...boolean },
  sensitive: { initial: false, ...boolean },
};

// Hardly any process has one.
const kept = new WeakMap<Process, Map<string, unknown>>();

/** The flags whose value is a number of words, generations or calls. */
export type CountFlag = 'min_heap_size' | 'min_bin_vheap_size' | 'fullsweep_after' | 'save_calls';

/**
 * Sets a flag of the calling process. `'trap_exit'`: whether exit signals become messages `['EXIT', from, reason]`
 * instead of ending it. The others tune Erlang's VM and do nothing here. Ports `erlang:process_flag/2`.
 *
 * @returns the old value
 * @throws badarg for a flag that Erlang has not, or a value that it cannot have
 * @example
 * import { processFlag } from 'regent-otp';
 *
 * processFlag('trap_exit', true); // => false
 * processFlag('priority', 'high'); // => 'normal'
 */
export function processFlag(flag: 'trap_exit' | 'async_dist' | 'sensitive', value: boolean): boolean;
export function processFlag(flag: 'priority', value: (typeof priorities)[number]): (typeof priorities)[number];
export function processFlag(flag: 'message_queue_data', value: (typeof queues)[number]): (typeof queues)[number];
export function processFlag(flag: CountFlag, value: number): number;
export function processFlag(flag: string, value: unknown): unknown {
  const me = requireProcess('processFlag');
  if (flag !== 'trap_exit') return tune(me, flag, value);
  if (typeof value !== 'boolean') throw badarg('processFlag', 'value', value, 'true or false');
  const old = me.trapExit;
  me.trapExit = value;
  return old;
}

/** The value of a flag that tunes Erlang's VM. */
export function tuningOf(process: Process, flag: string): unknown {
  const values = kept.get(process);
  return values?.has(flag) === true ? values.get(flag) : tuning[flag]?.initial;
}

function tune(me: Process, flag: string, value: unknown): unknown {
  if (!Object.hasOwn(tuning, flag)) {
    throw badarg('processFlag', 'flag', flag, ['trap_exit', ...Object.keys(tuning)].join(', '));
  }
  const { expected, isValid } = tuning[flag]!;
  if (!isValid(value)) throw badarg('processFlag', 'value', value, expected);
  const old = tuningOf(me, flag);
  const values = kept.get(me) ?? new Map<string, unknown>();
  kept.set(me, values.set(flag, value));
  return old;
}
