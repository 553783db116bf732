/** stopGen: how functions of behaviours stop them, OTP's `gen:stop`. */
import { Address, badarg, ExitError, locally } from '../../lib/index.js';
import { checkTimeout } from '../checkTimeout.js';
import { stopProcess } from '../procLib/stopProcess.js';
import { isServerRef, locate, type ServerRef } from '../via.js';

/** As `stopProcess`, for all that a server can be named by. A name of this node is looked up first. */
export async function stopGen(server: ServerRef, reason: unknown, timeout: number | 'infinity'): Promise<'ok'> {
  checkTimeout('stop', timeout);
  if (!isServerRef(server)) throw badarg('stop', 'server', server, 'an Address, a name, [name, node] or a via name');
  return locally(server instanceof Address ? server : undefined, async () => {
    const process = locate(server);
    if (process === undefined) throw new ExitError('noproc');
    return stopProcess(process, reason, timeout);
  });
}
