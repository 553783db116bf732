/**
 * stopProcess: how every behaviour is stopped from outside. Ports `proc_lib:stop/3`.
 */
import { Address, after, down, exit, locally, monitor, on, receive, self, send, termEquals } from '../lib/index.js';
import { locate, nodeOfServer, type ServerRef } from './via.js';

/**
 * Asks a process by a system message to terminate with a reason, and waits until it has ended.
 *
 * @param timeout ms, or 'infinity'
 * @returns 'ok'; exits with 'noproc', 'timeout', or the reason with which the process ended instead
 */
export function stopProcess(server: ServerRef, reason: unknown, timeout: number | 'infinity'): Promise<'ok'> {
  return locally(server instanceof Address ? server : undefined, async () => {
    const inTime = after(timeout, () => exit('timeout'));
    const to = locate(server) ?? exit('noproc');
    const ref = monitor('process', to);
    send(to, ['system', [self(), ref], ['terminate', reason]]);
    return receive(
      on(down(ref), ([, , , , ended]) => {
        if (termEquals(ended, reason)) return 'ok';
        if (ended !== 'noconnection') return exit(ended);
        return exit([
          ['nodedown', nodeOfServer(server)],
          ['sys', 'terminate', [server, reason, timeout]],
        ]);
      }),
      inTime,
    );
  });
}
