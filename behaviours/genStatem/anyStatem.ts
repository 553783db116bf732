/** AnyStatem: a gen_statem as its driver sees it, and what its callback mode says. */
import { badarg, ErlangError } from '../../lib/index.js';
import type { StatusFormatter } from '../gen/formatStatus.js';
import type { CallbackMode } from './types.js';

/** A machine whose types do not matter any more. */
export interface AnyStatem extends StatusFormatter {
  callbackMode(): unknown;
  init(args: unknown): unknown;
  handleEvent(type: unknown, content: unknown, state: unknown, data: unknown): unknown;
  terminate(reason: unknown, state: unknown, data: unknown): unknown;
  codeChange(oldVsn: unknown, state: unknown, data: unknown, extra: unknown): unknown;
}

export interface Mode {
  readonly mode: CallbackMode;
  /** States are told when they are entered. */
  readonly hasEnterCalls: boolean;
}

/** What `callbackMode` returned, taken apart; undefined if it is none. */
export function parseMode(result: unknown): Mode | undefined {
  const words: readonly unknown[] = Array.isArray(result) ? result : [result];
  const modes = words.filter(isMode);
  const isClean = words.every((word) => word === 'state_enter' || isMode(word));
  return isClean && modes.length === 1 ? { mode: modes[0]!, hasEnterCalls: words.includes('state_enter') } : undefined;
}

function isMode(word: unknown): word is CallbackMode {
  return word === 'state_functions' || word === 'handle_event_function';
}

/** Calls the function of a state, or `handleEvent`. */
export function callState(
  machine: AnyStatem,
  mode: CallbackMode,
  [type, content, state, data]: readonly [type: unknown, content: unknown, state: unknown, data: unknown],
): unknown {
  if (mode === 'handle_event_function') return machine.handleEvent(type, content, state, data);
  if (typeof state !== 'string') throw badarg('gen_statem', 'state', state, 'the name of a state function');
  const fun: unknown = Reflect.get(machine, state);
  if (typeof fun !== 'function') throw new ErlangError('undef', `the machine has no state function ${state}`);
  return Reflect.apply(fun, machine, [type, content, data]);
}
