/**
 * The reports of supervisors: events of their node, with OTP's content.
 */
import { moduleName } from '../behaviours/index.js';
import { currentNode, type Address } from '../lib/index.js';
import type { ChildPid, Child } from './child.js';
import type { FullChildSpec } from './childSpec.js';

/** What went wrong: a child ended, could not be started, was stopped but ended otherwise; the supervisor gives up. */
export type Trouble = 'child_terminated' | 'start_error' | 'shutdown_error' | 'shutdown';

/** `[key, value]` pairs, Erlang's property list. */
export type Pairs = readonly (readonly [key: string, value: unknown])[];

/** Tells that a child has been started. */
export function reportProgress(supervisor: unknown, child: Child): void {
  if (!currentNode().hears('report')) return;
  emit('info', 'progress', [
    ['supervisor', supervisor],
    ['started', describeChild(child)],
  ]);
}

/** Tells of trouble with a child, which is described only if somebody listens. */
export function reportTrouble(trouble: Trouble, reason: unknown, supervisor: unknown, describe: () => Pairs): void {
  if (!currentNode().hears('report')) return;
  emit('error', trouble, [
    ['supervisor', supervisor],
    ['errorContext', trouble],
    ['reason', reason],
    ['offender', describe()],
  ]);
}

/** Tells of a message that a supervisor has no use for. */
export function reportUnexpected(message: unknown): void {
  currentNode().emit('report', {
    level: 'error',
    label: 'supervisor',
    format: 'Supervisor received unexpected message: ~tp~n',
    args: [message],
  });
}

/** A child as reports show it. */
export function describeChild({ pid, spec }: Child): Pairs {
  return [['pid', pid], ...describeSpec(spec)];
}

/** Several children of one specification as reports show them. */
export function describeChildren(spec: FullChildSpec, pids: readonly ChildPid[]): Pairs {
  return [['nb_children', pids.length], ...describeSpec(spec)];
}

function describeSpec({ id, start, restart, significant, shutdown, type }: FullChildSpec): Pairs {
  const [module, fun, args] = start;
  return [
    ['id', id],
    ['mfargs', [moduleName(module), fun, args]],
    ['restart_type', restart],
    ['significant', significant],
    ['shutdown', shutdown],
    ['child_type', type],
  ];
}

function emit(level: 'info' | 'error', what: string, report: Pairs): void {
  currentNode().emit('report', { level, label: ['supervisor', what], report });
}

/** How a supervisor without a name is called in reports. */
export type SupervisorName = readonly [Address, unknown] | readonly [string, ...unknown[]];
