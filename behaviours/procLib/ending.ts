/**
 * Ending: why a process that proc_lib started ends by itself, with the class of exception, and the crash report of it.
 */
import { bodyOf, currentNode, DriverExit, ExitError, get, self, type Address } from '../../lib/index.js';
import { callbackReason } from '../functionClause.js';
import { infoOf } from '../infoOf.js';
import { ProcLibBody } from './body.js';
import { ancestorsOf } from './lineage.js';

/** Erlang's classes of exceptions. */
export type ExceptionClass = 'error' | 'exit' | 'throw';

export interface Ending {
  readonly class: ExceptionClass;
  /** The exit reason: of an error or a throw with its stack. */
  readonly reason: unknown;
}

/** The end that something thrown leads to. */
export function endingOf(thrown: unknown): Ending {
  const reason = callbackReason(thrown);
  if (thrown instanceof ExitError) return { class: 'exit', reason };
  return { class: thrown instanceof Error ? 'error' : 'throw', reason };
}

/** Whether it is one of those with which a process is meant to end: then nothing is reported. */
export function isOrderly({ class: kind, reason }: Ending): boolean {
  if (kind !== 'exit') return false;
  if (reason === 'normal' || reason === 'shutdown') return true;
  return Array.isArray(reason) && reason.length === 2 && reason[0] === 'shutdown';
}

/**
 * The end of the calling process as what its driver returns, after a crash report unless the end is orderly.
 *
 * @param report the last words of a behaviour
 */
export function exitOf(ending: Ending, report?: unknown): DriverExit {
  if (!isOrderly(ending)) reportCrash(ending, report);
  return new DriverExit(ending.reason);
}

/** Ends the calling process where no driver can return, as `exitOf` does. */
export function exitWith(ending: Ending): never {
  throw new ExitError(exitOf(ending).reason);
}

// The process is about to end, so what it looks like now is how it ended.
function reportCrash(ending: Ending, report: unknown): void {
  if (!currentNode().hears('crash')) return;
  const pid = self();
  const body = bodyOf();
  currentNode().emit('crash', {
    pid,
    name: infoOf(pid, 'registered_name'),
    initialCall: get('$initial_call'),
    reason: ending.reason,
    ...(report === undefined ? {} : { report }),
    error_info: errorInfo(ending),
    ancestors: body instanceof ProcLibBody ? ancestorsOf(body.lineage) : [],
    process_label: get('$process_label'),
    messages: infoOf(pid, 'messages'),
    links: infoOf(pid, 'links'),
    dictionary: get().filter(([key]) => !ownKeys.includes(key)),
    trap_exit: infoOf(pid, 'trap_exit'),
    neighbours: neighboursOf(pid),
  });
}

const ownKeys: readonly unknown[] = ['$ancestors', '$initial_call', '$process_label'];

function errorInfo({ class: kind, reason }: Ending): readonly [ExceptionClass, unknown, stack: unknown] {
  if (kind === 'exit' || !Array.isArray(reason)) return [kind, reason, []];
  const [thrown, stack] = reason as unknown[];
  return [kind, kind === 'throw' && Array.isArray(thrown) ? thrown[1] : thrown, stack];
}

const mostNeighbours = 15;

/** The processes that would end with this one: linked, directly or through others, and not trapping exits. */
function neighboursOf(pid: Address): readonly Address[] {
  const found = new Set([pid]);
  for (const next of found) {
    for (const linked of infoOf(next, 'links') ?? []) {
      if (found.size <= mostNeighbours && linked.node === pid.node && !trapsExits(linked)) found.add(linked);
    }
  }
  found.delete(pid);
  return [...found];
}

function trapsExits(pid: Address): boolean {
  return infoOf(pid, 'trap_exit') ?? true;
}
