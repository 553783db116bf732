/**
 * The ways in which Elixir lets a child be named: a specification, a module, or a module and its argument.
 */
import { argumentError } from '../../behaviours/index.js';
import { formatTerm } from '../../lib/index.js';
import type { ChildSpec } from '../childSpec.js';
import { keysOf } from '../rules/checked.js';

/** A class or object that tells how it is started under a supervisor. */
export interface Startable {
  childSpec(arg: never): unknown;
}

/** What Elixir's supervisors take as a child. */
export type ChildLike = ChildSpec | Startable | readonly [module: Startable, arg: unknown];

/** The specification that is meant. Ports `Supervisor.child_spec/2` without overrides. */
export function childSpecOf(child: unknown): unknown {
  if (isStartable(child)) return child.childSpec([] as never);
  if (Array.isArray(child) && child.length === 2 && isStartable(child[0])) return child[0].childSpec(child[1] as never);
  if (keysOf(child) !== undefined) return child;
  throw argumentError(
    `a child must be a specification, or a module with a childSpec function, alone or in [module, argument], ` +
      `not ${formatTerm(child)}`,
  );
}

function isStartable(term: unknown): term is Startable {
  const isModule = typeof term === 'function' || (typeof term === 'object' && term !== null);
  return isModule && typeof (term as { readonly childSpec?: unknown }).childSpec === 'function';
}
