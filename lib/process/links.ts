/**
 * link and unlink: the sending half. A link is noted at both ends; see signals.ts for the other.
 */
import { Address } from '../terms/address.js';
import { badarg, ErlangError, ZombieError } from '../terms/errors.js';
import { processAt, requireProcess } from './current.js';
import type { Process } from './process.js';
import { trace } from './tracing.js';

/**
 * Links the calling process with another: when one ends, the other gets an exit signal. A second link between the same
 * two changes nothing. Ports `erlang:link/1`.
 *
 * @returns true
 * @throws noproc if `pid` was a process of this node that has ended, and the caller does not trap exits; one that does
 *   gets `['EXIT', pid, 'noproc']`
 * @example
 * import { exit, exitFrom, link, on, processFlag, receive, spawn } from 'regent-otp';
 *
 * processFlag('trap_exit', true);
 * const pid = spawn(() => exit('boom'));
 * link(pid); // => true
 * await receive(on(exitFrom(pid), ([, , reason]) => reason)); // => 'boom'
 */
export function link(pid: Address): true {
  const me = requireProcess('link');
  if (!(pid instanceof Address)) throw badarg('link', 'pid', pid, 'an Address');
  if (pid !== me.address && me.links?.has(pid) !== true) linkProcess(me, pid);
  // There may be no way to its node: the exit signal that says so has come already.
  if (!me.isAlive) throw new ZombieError(me.address);
  return true;
}

/** Sets the link from one process to another. */
export function linkProcess(me: Process, pid: Address): void {
  const { host } = me;
  if (pid.node === host.name && processAt(pid, host) === undefined) {
    if (!me.trapExit) throw new ErlangError('noproc', `link: ${pid.toString()} has ended`);
    me.deliver(['EXIT', pid, 'noproc']);
    return;
  }
  (me.links ??= new Set()).add(pid);
  if (me.host.tracer !== undefined) trace(me, 'link', pid);
  host.route({ kind: 'link', from: me.address, to: pid });
}

/**
 * Takes back the link with `pid`, if there is one. No exit signal of it arrives any more; an `['EXIT', pid, reason]` that
 * waits in the mailbox already stays there (see `receive(on(exitFrom(pid), ...), after(0, ...))`).
 * Ports `erlang:unlink/1`.
 *
 * @returns true
 */
export function unlink(pid: Address): true {
  const me = requireProcess('unlink');
  if (!(pid instanceof Address)) throw badarg('unlink', 'pid', pid, 'an Address');
  if (me.host.tracer !== undefined) trace(me, 'unlink', pid);
  if (me.links?.delete(pid) === true) me.host.route({ kind: 'unlink', from: me.address, to: pid });
  return true;
}
