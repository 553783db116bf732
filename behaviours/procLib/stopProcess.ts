/**
 * stopProcess: how every behaviour is stopped from outside. Ports `proc_lib:stop/3`.
 */
import {
  Address,
  after,
  demonitor,
  down,
  exit,
  genCall,
  locally,
  monitor,
  monotonicTime,
  on,
  receive,
  termEquals,
  whereis,
  type NameOnNode,
} from '../../lib/index.js';
import { checkTimeout } from '../checkTimeout.js';

/** A process by address or name. */
export type ProcessRef = Address | string | NameOnNode;

type Timeout = number | 'infinity';

/**
 * Asks a process by a system message to terminate with a reason, and waits until it has ended.
 *
 * @param timeout ms, or 'infinity'
 * @returns 'ok'; exits with 'noproc', 'timeout', or the reason with which the process ended instead
 */
export function stopProcess(process: ProcessRef, reason: unknown, timeout: Timeout): Promise<'ok'> {
  return locally(process instanceof Address ? process : undefined, async () => {
    checkTimeout('stop', timeout);
    const ref = monitor('process', process);
    const started = monotonicTime();
    try {
      await askToTerminate(process, reason, timeout);
    } catch (thrown) {
      demonitor(ref, ['flush']);
      throw thrown;
    }
    const left = timeout === 'infinity' ? timeout : Math.max(0, timeout - (monotonicTime() - started));
    return receive(
      on(down(ref), ([, , , , ended]) => (termEquals(ended, reason) ? ('ok' as const) : exit(ended))),
      after(left, () => {
        demonitor(ref, ['flush']);
        return exit('timeout');
      }),
    );
  });
}

function askToTerminate(process: ProcessRef, reason: unknown, timeout: Timeout): Promise<unknown> {
  const to = typeof process === 'string' ? whereis(process) : process;
  return genCall('system', to, ['terminate', reason], timeout, (why) => {
    if (why === 'noproc' || why === 'timeout') return why;
    return [why === 'noconnection' ? nodedown(to) : why, ['sys', 'terminate', [process, reason, timeout]]];
  });
}

function nodedown(to: Address | NameOnNode | undefined): unknown {
  return ['nodedown', to instanceof Address ? to.node : to?.[1]];
}
