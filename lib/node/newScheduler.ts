/** newScheduler: what runs the processes of a node: a test's own scheduler, one that measures turns, or the plain one. */
import { Scheduler } from '../scheduler/scheduler.js';
import { TimedScheduler, type TimedNode } from './longSchedule.js';
import type { NodeOptions } from './nodeOptions.js';

export function newScheduler(node: TimedNode, { scheduler, longSchedule }: NodeOptions): Scheduler {
  const inRootContext = (action: () => void): void => node.inRootContext(action);
  if (scheduler !== undefined) return scheduler(node.clock, inRootContext);
  return longSchedule === undefined ? new Scheduler(node.clock, inRootContext) : new TimedScheduler(node, longSchedule);
}
