/**
 * What proc_lib tells of other processes: what they were started with, and their labels.
 */
import { Address, badarg, get, put, self } from '../../lib/index.js';
import { infoOf } from '../infoOf.js';
import type { InitialCall } from './body.js';

/** Process information or a dictionary that was asked for before: pairs of items. */
type Pairs = readonly (readonly [unknown, unknown])[];

/** `initial_call/1`: `[module, function, arguments]` with a placeholder for each argument, or false. */
export function initialCall(process: Address | Pairs): readonly [unknown, string, readonly string[]] | false {
  const call = rawInitialCall(process);
  if (call === undefined) return false;
  const [module, fun, arity] = call;
  return [module, fun, Array.from({ length: arity }, (_, index) => `Argument__${index + 1}`)];
}

/** `translate_initial_call/1`: `[module, function, arity]`. */
export function translateInitialCall(process: Address | Pairs): InitialCall {
  return rawInitialCall(process) ?? ['proc_lib', 'init_p', 5];
}

function rawInitialCall(process: Address | Pairs): InitialCall | undefined {
  const pairs = process instanceof Address ? (infoOf(process, 'dictionary') ?? []) : process;
  if (!Array.isArray(pairs)) throw badarg('initialCall', 'process', process, 'an Address or process information');
  const dictionary = valueOf(pairs, 'dictionary') ?? pairs;
  const call = Array.isArray(dictionary) ? valueOf(dictionary, '$initial_call') : undefined;
  return Array.isArray(call) && call.length === 3 ? (call as unknown as InitialCall) : undefined;
}

function valueOf(pairs: Pairs, key: string): unknown {
  return pairs.find(([item]) => item === key)?.[1];
}

/** `set_label/1` */
export function setLabel(label: unknown): 'ok' {
  put('$process_label', label);
  return 'ok';
}

/** `get_label/1` */
export function getLabel(pid: Address): unknown {
  return pid === self() ? get('$process_label') : valueOf(infoOf(pid, 'dictionary') ?? [], '$process_label');
}
