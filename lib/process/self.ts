/**
 * What a process knows and decides about itself.
 */
import { Address } from '../terms/address.js';
import { badarg } from '../terms/errors.js';
import { Ref } from '../terms/ref.js';
import { currentProcess, outsideError, processAt, requireProcess } from './current.js';
import { never } from './promise.js';

/**
 * The address of the calling process. Holds across every await, timer and callback that the process started. Ports
 * `erlang:self/0`.
 *
 * @throws outside of any process
 */
export function self(): Address {
  return requireProcess('self').address;
}

/**
 * The group leader of the calling process, which it hands on to what it spawns: its own first ancestor, unless that was
 * changed. `groupLeader(leader, pid)` changes that of a process of this node. In Erlang it does the process's input and
 * output; here it says which processes belong together. Ports `erlang:group_leader/0,2`.
 *
 * @returns the address; true when it was changed
 */
export function groupLeader(): Address;
export function groupLeader(leader: Address, pid: Address): true;
export function groupLeader(...args: readonly [] | readonly [leader: Address, pid: Address]): Address | true {
  const me = requireProcess('groupLeader');
  if (args.length === 0) return me.groupLeader;
  const [leader, pid] = args;
  if (!(leader instanceof Address)) throw badarg('groupLeader', 'leader', leader, 'an Address');
  const process = pid instanceof Address ? processAt(pid, me.host) : undefined;
  if (process === undefined) throw badarg('groupLeader', 'pid', pid, 'a living process of this node');
  process.groupLeader = leader;
  return true;
}

/** A new, unique reference. Ports `erlang:make_ref/0`. */
export function makeRef(): Ref {
  const { incarnation } = requireProcess('makeRef').host;
  return new Ref(incarnation, incarnation.newRefId());
}

/**
 * A signal that aborts when the calling process has ended, after all others have been told: give it to fetch, to sockets
 * and to whatever else must not outlive the process. Nothing in Erlang corresponds; there the VM closes ports.
 */
export function processSignal(): AbortSignal {
  const me = requireProcess('processSignal');
  return (me.abortController ??= new AbortController()).signal;
}

/**
 * Lets other processes, timers and sockets run before going on: for loops that compute for long without waiting for a
 * message. Ports `erlang:yield/0`.
 */
export function yieldNow(): Promise<void> {
  const me = currentProcess();
  if (me === undefined) return Promise.reject(outsideError('yieldNow'));
  if (!me.isAlive) return never();
  const { scheduler } = me.host;
  return new Promise((resolve) => {
    const run = (): void => {
      if (me.isAlive) resolve();
    };
    scheduler.endSlice();
    scheduler.ready({ isReady: false, nextReady: undefined, run });
  });
}
