/** Who starts a task, as the task knows it. */
import { get, node, self, type Address } from '../../lib/index.js';
import { infoOf } from '../infoOf.js';
import type { Owner } from './types.js';

export function ownerHere(): Owner {
  const me = self();
  return [node(), infoOf(me, 'registered_name') ?? me, me];
}

/** The calling process, the one on whose behalf it works, and so on: what a task finds as `$callers`. */
export function callersHere(): readonly Address[] {
  const callers = get('$callers');
  return Array.isArray(callers) ? [self(), ...(callers as readonly Address[])] : [self()];
}
