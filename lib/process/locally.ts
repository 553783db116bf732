/**
 * locally: has something done by a process, where plain code may be the caller.
 */
import type { Address } from '../terms/address.js';
import { currentProcess, outsideError } from './current.js';
import { hostOf, soleHost } from './hosts.js';

/**
 * Runs an action in the calling process. In plain code it runs in a temporary process of the node that `to` lives on, or
 * of the only node there is.
 */
export function locally<T>(to: Address | undefined, action: () => Promise<T>): Promise<T> {
  if (currentProcess() !== undefined) return action();
  const host = (to && hostOf(to.home)) ?? soleHost();
  if (host === undefined) return Promise.reject(outsideError(`a call to ${String(to ?? 'a name')}`));
  return host.runAside(action);
}
