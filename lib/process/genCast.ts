/**
 * genCast: a request without a reply, for those who write behaviours.
 */
import { Address } from '../terms/address.js';
import { ZombieError } from '../terms/errors.js';
import { currentProcess } from './current.js';
import type { Process } from './process.js';
import { send, sendFrom, traceSend, type Destination } from './send.js';

/**
 * Sends `[label, request]`. Unlike `send` it prepares (freezes) only the request, not the envelope around it.
 *
 * @returns 'ok', also if nobody is there; a local name must be registered
 */
export function genCast(label: string, to: Destination, request: unknown): 'ok' {
  const me = currentProcess();
  if (me === undefined) {
    send(to, [label, request]);
    return 'ok';
  }
  if (!me.isAlive) throw new ZombieError(me.address);
  if (me.host.tracer !== undefined) traceSend(me, to, [label, request]);
  const target = to instanceof Address ? (to.process as Process | undefined) : undefined;
  if (target !== undefined && target.host === me.host) target.deliver([label, me.host.prepare(request)]);
  else sendFrom(me.host, to, [label, request]);
  return 'ok';
}
