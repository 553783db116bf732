/** The reports of the application controller: events of the node, with OTP's content. */
import { currentNode } from '../../lib/index.js';
import type { RestartType } from './table.js';

/** An application has started. */
export function reportStarted(name: string): void {
  const node = currentNode();
  report('info', 'progress', [
    ['application', name],
    ['started_at', node.name],
  ]);
}

/** An application has ended, or was stopped. */
export function reportExited(name: string, reason: unknown, type: RestartType): void {
  report('notice', 'exit', [
    ['application', name],
    ['exited', reason],
    ['type', type],
  ]);
}

function report(level: 'info' | 'notice', what: string, pairs: readonly (readonly [string, unknown])[]): void {
  currentNode().emit('report', { level, label: ['application_controller', what], report: pairs });
}
