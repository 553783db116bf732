/**
 * What the end of a child means. Pure.
 */
import type { FullChildSpec, Restart, Shutdown } from '../childSpec.js';

/** Whether a reason is one with which a process is meant to end: 'normal', 'shutdown', `['shutdown', term]`. */
export function isOrderly(reason: unknown): boolean {
  return reason === 'normal' || reason === 'shutdown' || isShutdownTuple(reason);
}

/** Whether a child that ended by itself is started again. */
export function isRestarted(restart: Restart, reason: unknown): boolean {
  return restart === 'permanent' || (restart === 'transient' && !isOrderly(reason));
}

/** Whether a child that ended by itself is worth a report. */
export function isReported(restart: Restart, reason: unknown): boolean {
  return restart === 'permanent' || !isOrderly(reason);
}

/** Whether a child that its supervisor stopped ended as it should. */
export function isExpectedEnd(restart: Restart, shutdown: Shutdown, reason: unknown): boolean {
  if (reason === (shutdown === 'brutal_kill' ? 'killed' : 'shutdown')) return true;
  return restart !== 'permanent' && isOrderly(reason);
}

/** A child as far as the rule of automatic shutdown sees it. */
export interface Candidate {
  readonly spec: Pick<FullChildSpec, 'significant'>;
  readonly pid: unknown;
}

/**
 * Whether a supervisor ends by itself once `ended`, which is not restarted, has ended.
 *
 * @param children those that are left; one whose `pid` is undefined does not run
 */
export function isShutdownDue(autoShutdown: string, ended: Candidate, children: Iterable<Candidate>): boolean {
  if (autoShutdown === 'never' || !ended.spec.significant) return false;
  if (autoShutdown === 'any_significant') return true;
  for (const { pid, spec } of children) if (pid !== undefined && spec.significant) return false;
  return true;
}

function isShutdownTuple(reason: unknown): boolean {
  return Array.isArray(reason) && reason.length === 2 && reason[0] === 'shutdown';
}
