/**
 * The report of a behaviour that ends abnormally: an event of its node.
 */
import { currentNode, processInfo, self } from '../lib/index.js';

export interface Termination {
  readonly label: string;
  readonly initialCall: unknown;
  readonly reason: unknown;
  /** The last message, the state, and what else there is to say. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Whether a reason is one of those with which a process is meant to end. */
export function isOrderly(reason: unknown): boolean {
  if (reason === 'normal' || reason === 'shutdown') return true;
  return Array.isArray(reason) && reason.length === 2 && reason[0] === 'shutdown';
}

/** Tells the node's listeners of the end of the calling process, unless it is an orderly one. */
export function reportTermination({ label, initialCall, reason, detail }: Termination): void {
  if (isOrderly(reason)) return;
  const pid = self();
  const [, name] = processInfo(pid, 'registered_name') ?? [];
  currentNode().emit('crash', {
    pid,
    name: typeof name === 'string' ? name : undefined,
    initialCall,
    reason,
    report: { label, ...detail },
  });
}
