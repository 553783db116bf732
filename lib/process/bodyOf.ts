/**
 * bodyOf: what runs on a process, for those who write behaviours.
 */
import type { Address } from '../terms/address.js';
import type { Body } from './body.js';
import { processAt, requireProcess } from './current.js';

/** What runs on a process of this node, on the calling one if none is named; undefined if it has ended. */
export function bodyOf(pid?: Address): Body | undefined {
  const me = requireProcess('bodyOf');
  return pid === undefined ? me.body : processAt(pid, me.host)?.body;
}
