/** claimsOf: what the registry of a name on this node knows; undefined if there is no such registry. */
import { bodyOf, whereis } from '../../lib/index.js';
import { GenDriver } from '../gen/driver.js';
import { ClaimRegistry } from './claimRegistry.js';

export function claimsOf(registry: string): ClaimRegistry | undefined {
  const pid = whereis(registry);
  const body = pid === undefined ? undefined : bodyOf(pid);
  const state = body instanceof GenDriver ? body.getState() : undefined;
  return state instanceof ClaimRegistry ? state : undefined;
}
