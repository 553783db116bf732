/** membersOf: what the scope of a name on this node knows of its groups; undefined if there is no such scope. */
import { bodyOf, whereis } from '../../lib/index.js';
import { GenDriver } from '../gen/driver.js';
import type { Members } from './members.js';
import { Scope } from './scope.js';

export function membersOf(name: string): Members | undefined {
  const pid = typeof name === 'string' ? whereis(name) : undefined;
  const body = pid === undefined ? undefined : bodyOf(pid);
  const state = body instanceof GenDriver ? body.getState() : undefined;
  return state instanceof Scope ? state.members : undefined;
}
