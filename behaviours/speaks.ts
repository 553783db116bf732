/**
 * Speaks: what the class, the address and the name of a server carry for the type checker alone: what it can be asked. It
 * is not there when the program runs.
 */
import type { Address, Ref } from '../lib/index.js';
import type { AnyCall } from './genServer/types.js';

/** A method, so that a server of which nothing is known passes for any, and any for that one. */
export interface Speaks<Calls extends AnyCall = AnyCall, Casts = unknown> {
  protocol?(speaks: readonly [Calls, Casts]): void;
}

/** The address of a server whose protocol is known: what starting one gives. */
export type ServerPid<Calls extends AnyCall = AnyCall, Casts = unknown> = Address & Speaks<Calls, Casts>;

/** What a start gives in place of the address alone, or of `[pid, ref]`. */
export type Speaking<Pid, Calls extends AnyCall, Casts> = Pid extends readonly [Address, Ref]
  ? readonly [ServerPid<Calls, Casts>, Ref]
  : ServerPid<Calls, Casts>;
