/**
 * exit: ending oneself, and sending exit signals.
 */
import { Address } from '../terms/address.js';
import { badarg, ExitError, ZombieError } from '../terms/errors.js';
import { requireProcess } from './current.js';

/**
 * `exit(reason)` raises an exit, which ends the calling process with that reason unless it is caught; ports
 * `erlang:exit/1`. `exit(pid, reason)` sends an exit signal; ports `erlang:exit/2`: 'kill' ends any process (with the
 * reason 'killed'), 'normal' is ignored by a process that does not trap exits (but not by oneself), a process that traps
 * gets `['EXIT', from, reason]`.
 *
 * @returns true from `exit(pid, reason)`, also when the process has ended already
 * @throws ExitError from `exit(reason)`; ZombieError when the signal ends the calling process itself
 * @example
 * import { down, exit, on, receive, self, spawnMonitor } from 'regent-otp';
 *
 * const [pid, ref] = spawnMonitor(() => receive(on('never', () => self())));
 * exit(pid, 'kill'); // => true
 * await receive(on(down(ref), ([, , , , reason]) => reason)); // => 'killed'
 */
export function exit(reason: unknown): never;
export function exit(pid: Address, reason: unknown): true;
export function exit(...args: readonly [reason: unknown] | readonly [pid: Address, reason: unknown]): true {
  if (args.length === 1) throw new ExitError(args[0]);
  const [pid, reason] = args;
  const me = requireProcess('exit');
  if (!(pid instanceof Address)) throw badarg('exit', 'pid', pid, 'an Address');
  me.host.route({ kind: 'exit', from: me.address, to: pid, reason: me.host.prepare(reason), linked: false });
  if (!me.isAlive) throw new ZombieError(me.address);
  return true;
}
