/**
 * systemRequest: sends a system message and waits for the answer, OTP's `sys:send_system_msg`.
 */
import { badarg, genCall } from '../../lib/index.js';
import { checkTimeout } from '../checkTimeout.js';
import { callFailure, isServerRef, locate, type ServerRef } from '../via.js';

/**
 * @param call how an exit shows the request: the function of sys, and its arguments behind the name
 * @param timeout ms or 'infinity'; 5000 if it is undefined, and not shown then
 */
export async function systemRequest(
  name: ServerRef,
  request: unknown,
  [fun, ...args]: readonly [fun: unknown, ...args: readonly unknown[]],
  timeout: number | 'infinity' | undefined,
): Promise<unknown> {
  if (!isServerRef(name)) throw badarg('sys', 'name', name, 'an Address, a name, [name, node] or a via name');
  if (timeout !== undefined) checkTimeout('sys', timeout);
  return genCall('system', locate(name), request, timeout ?? 5000, (reason) => [
    callFailure(name, reason),
    ['sys', fun, timeout === undefined ? [name, ...args] : [name, ...args, timeout]],
  ]);
}
