/**
 * Which children a restart concerns, and in which order. Pure.
 */
import type { Restart } from '../childSpec.js';
import type { Strategy } from './checkFlags.js';

/** What happens to whom. */
export interface RestartPlan<C> {
  /** Those that are stopped, in this order: the last started first. */
  readonly stop: readonly C[];
  /** Those of them that do not come back, and are forgotten. */
  readonly forget: readonly C[];
  /** Those that are started, in this order. */
  readonly start: readonly C[];
}

/**
 * The plan for the restart of a child that has ended.
 *
 * @param children all children in start order, the ended one included
 */
export function restartPlan<C extends { readonly spec: { readonly restart: Restart } }>(
  strategy: Exclude<Strategy, 'simple_one_for_one'>,
  children: readonly C[],
  ended: C,
): RestartPlan<C> {
  const group = concerned(strategy, children, ended);
  const others = group.filter((child) => child !== ended);
  return {
    stop: others.toReversed(),
    forget: others.filter((child) => child.spec.restart === 'temporary'),
    start: group.filter((child) => child === ended || child.spec.restart !== 'temporary'),
  };
}

function concerned<C>(
  strategy: Exclude<Strategy, 'simple_one_for_one'>,
  children: readonly C[],
  ended: C,
): readonly C[] {
  switch (strategy) {
    case 'one_for_one':
      return [ended];
    case 'one_for_all':
      return children;
    case 'rest_for_one':
      return children.slice(children.indexOf(ended));
    default:
      return strategy satisfies never;
  }
}
