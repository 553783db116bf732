/**
 * Requests: what name servers are asked, by processes of their own node and of others.
 */
import type { Address } from '../../lib/index.js';
import type { LockId } from './locks.js';
import type { Key } from './notices.js';
import type { Resolve } from './resolvers.js';

export type Request =
  /** The nodes with a name server, this one first; waits until they know each other's names. */
  | 'synced'
  /** The same, without waiting. */
  | 'known'
  /**
   * Reserves a name for the asking process: gives the claims to it that the server knows; 'busy' if somebody else has it
   * reserved and the asking process does not want to wait.
   */
  | readonly ['reserve', name: unknown, isPatient: boolean]
  /** Has a claim kept in place of others: 'yes' when all nodes know, or 'no' if the process is to have no second name. */
  | readonly ['claim', name: unknown, pid: Address, Resolve | string, voids: readonly Key[], isOnlyName: boolean]
  /** Has a claim given up: 'ok' when all nodes know. */
  | readonly ['relinquish', name: unknown, pid: Address]
  /** Sets a lock for the asking process: false if another requester has it. */
  | readonly ['set_lock', LockId]
  | readonly ['del_lock', LockId];
