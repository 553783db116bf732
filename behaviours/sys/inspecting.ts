/** The functions of sys that look at a process, stop it, and change it. */
import { error } from '../../lib/index.js';
import { isTuple } from '../isTuple.js';
import type { ServerRef } from '../via.js';
import { systemRequest } from './request.js';

type Timeout = number | 'infinity';

export const inspecting = {
  /**
   * The state of a process, as a copy. Ports `sys:get_state/1,2`.
   *
   * @param timeout ms, or 'infinity'; default 5000
   * @returns the state; exits with `[reason, ['sys', 'get_state', [name]]]` as a call does, and raises
   *   `['callback_failed', ...]` if the state cannot travel to here
   * @example
   * import { genServer, GenServer, ok, sys } from 'regent-otp/behaviours';
   *
   * class Counter extends GenServer<number> {
   *   init() {
   *     return ok(7);
   *   }
   * }
   *
   * await genServer.start(['local', 'seven'], Counter, []);
   * await sys.getState('seven'); // => 7
   */
  async getState(name: ServerRef, timeout?: Timeout): Promise<unknown> {
    return resultOf(await systemRequest(name, 'get_state', ['get_state'], timeout));
  },

  /**
   * Puts what `fun` makes of the state in its place. `fun` runs in the process, which must be of this node. Ports
   * `sys:replace_state/2,3`.
   *
   * @returns the new state; raises `['callback_failed', ...]` if `fun` fails, and the state stays as it was
   */
  async replaceState(name: ServerRef, fun: (state: never) => unknown, timeout?: Timeout): Promise<unknown> {
    const request = ['replace_state', fun];
    return resultOf(await systemRequest(name, request, [request], timeout));
  },

  /**
   * What there is to see of a process: `['status', pid, ['module', module], [dictionary, state, parent, debug, misc]]`,
   * where `state` is 'running' or 'suspended'; raises as `getState` does. Ports `sys:get_status/1,2`.
   */
  async getStatus(name: ServerRef, timeout?: Timeout): Promise<unknown> {
    const status = await systemRequest(name, 'get_status', ['get_status'], timeout);
    return isTuple(status, 'error', 2) ? error(status[1]) : status;
  },

  /**
   * Has a process handle nothing but system messages; the others wait in its mailbox. Ports `sys:suspend/1,2`.
   *
   * @example
   * import { genServer, GenServer, ok, sys } from 'regent-otp/behaviours';
   *
   * class Quiet extends GenServer<null> {
   *   init() {
   *     return ok(null);
   *   }
   * }
   *
   * await genServer.start(['local', 'quiet'], Quiet, []);
   * await sys.suspend('quiet'); // => 'ok'
   * await sys.resume('quiet'); // => 'ok'
   */
  async suspend(name: ServerRef, timeout?: Timeout): Promise<'ok'> {
    await systemRequest(name, 'suspend', ['suspend'], timeout);
    return 'ok';
  },

  /** Has a suspended process go on. Ports `sys:resume/1,2`. */
  async resume(name: ServerRef, timeout?: Timeout): Promise<'ok'> {
    await systemRequest(name, 'resume', ['resume'], timeout);
    return 'ok';
  },

  /**
   * Has a suspended process take over new code: its `codeChange(oldVsn, state, extra)` is called, of the class `module`
   * if that is one. Ports `sys:change_code/4,5`.
   *
   * @returns 'ok', or `['error', reason]`; then the state stays as it was
   */
  changeCode(name: ServerRef, module: unknown, oldVsn: unknown, extra: unknown, timeout?: Timeout): Promise<unknown> {
    const args = [module, oldVsn, extra];
    return systemRequest(name, ['change_code', ...args], ['change_code', ...args], timeout);
  },

  /** Has a process terminate with a reason. Does not wait for its end. Ports `sys:terminate/2,3`. */
  async terminate(name: ServerRef, reason: unknown, timeout?: Timeout): Promise<'ok'> {
    await systemRequest(name, ['terminate', reason], ['terminate', reason], timeout);
    return 'ok';
  },
};

// Erlang nodes before OTP 26 answer with the state alone.
function resultOf(answer: unknown): unknown {
  if (isTuple(answer, 'error', 2)) return error(answer[1]);
  return isTuple(answer, 'ok', 2) ? answer[1] : answer;
}
