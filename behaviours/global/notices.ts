/**
 * Notices: what the name servers of two nodes tell each other. Those of one server arrive in the order in which it sent
 * them. The second element is the node of the sender, except in `release`.
 *
 * Some carry the id that the sender's neighbourhood with the receiver has: one of an earlier connection, which may arrive
 * late, is known by that and does not count.
 */
import type { Address } from '../../lib/index.js';

/** The name under which each node's name server is registered. */
export const serverName = 'global_name_server';

/** Which of the claims to a name: by its keeper and its process. */
export type Key = readonly [keeper: string, pid: Address];

type From = string;
type Id = number;
/** Counts what the sender announces; 0 for what it just lists. */
type Serial = number;

export type Notice =
  /** Begins a neighbourhood; all claims that the sender keeps follow as 'claimed', and then 'listed'. */
  | readonly ['hello', From, Id]
  | readonly ['listed', From, Id]
  /** The sender has seen all claims of the receiver, whose id it is, and has decided the conflicts that are its to decide. */
  | readonly ['settled', From, Id]
  /** The sender keeps a claim from now on, and the claims in the list are void. */
  | readonly ['claimed', From, Id, Serial, name: unknown, pid: Address, voids: readonly Key[]]
  /** The sender keeps the claim no more. */
  | readonly ['yielded', From, Id, Serial, name: unknown, pid: Address]
  /** The answer to the two before this. */
  | readonly ['seen', From, Serial]
  /** To the keeper of the first of two claims to a name, which does not know the second. */
  | readonly ['conflict', From, name: unknown, Key, Key]
  /** To the keeper of a claim: it has lost. Passed on once, if need be. */
  | readonly ['drop', From, name: unknown, Key]
  /** The answer, when all nodes that the keeper knows have seen that the claim is gone. */
  | readonly ['gone', From, name: unknown, pid: Address]
  /** A process is done with a name that it has reserved. */
  | readonly ['release', name: unknown, pid: Address];
