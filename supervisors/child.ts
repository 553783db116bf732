/**
 * Child: what a supervisor knows of one child. The specification never changes, the process does.
 */
import type { Address } from '../lib/index.js';
import type { FullChildSpec } from './childSpec.js';

/** The state of a child whose restart has failed and will be tried again; with the process it was, if it had one. */
export type Restarting = readonly ['restarting', Address | undefined];

/** A child's process: undefined if it does not run. */
export type ChildPid = Address | Restarting | undefined;

export interface Child {
  readonly spec: FullChildSpec;
  readonly pid: ChildPid;
}

/** The state of a child that could not be started in place of what it was. */
export function restarting(pid: ChildPid): Restarting {
  return isRestarting(pid) ? pid : ['restarting', pid];
}

export function isRestarting(pid: ChildPid): pid is Restarting {
  return Array.isArray(pid);
}

/** OTP's record of a child, as errors of `startChild` show it. */
export function childRecord({ pid, spec }: Child): readonly unknown[] {
  const { id, start, restart, significant, shutdown, type, modules } = spec;
  return ['child', pid, id, start, restart, significant, shutdown, type, modules];
}
