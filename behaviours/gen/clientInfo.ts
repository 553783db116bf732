/** clientInfo: the client of a request, as OTP's reports show it. */
import { Address, node, type From } from '../../lib/index.js';
import { infoOf } from '../infoOf.js';

/** `[pid, 'dead']`, `[pid, 'remote']`, or `[pid, [name or pid, stack]]`; stacks of others cannot be seen. */
export function clientInfo(from: From | undefined): unknown {
  const pid: unknown = from?.[0];
  if (!(pid instanceof Address)) return undefined;
  if (pid.node !== node()) return [pid, 'remote'];
  if (infoOf(pid, 'status') === undefined) return [pid, 'dead'];
  return [pid, [infoOf(pid, 'registered_name') ?? pid, []]];
}
