/**
 * What the demo has to show, in this order, and what a node of it tells its launcher.
 */
import type { Counted } from './wordStash.js';

/** Each step with what is expected of it. */
export const steps = {
  certificates: 'an authority and a certificate for each node',
  cluster: 'the nodes a and c, connected with b',
  supervisor: 'a supervisor on a that answers with its word_count server',
  half: 'an answer to each call of the first half',
  crash: 'function_clause as the reason with which the bad call exits',
  restart: 'another server, and in the stash as many words as had been counted',
  rest: 'an answer for each word',
  nodedown: 'nodedown of c, and noconnection from each monitor',
  nodeup: 'nodeup of c with another creation',
  dead: 'noproc for the address of the earlier run, and another address of its successor',
  check: 'the counts that a plain count of the file gives',
} as const;

export type Step = keyof typeof steps;

export type NodeId = 'a' | 'b' | 'c';

/**
 * What was seen in a step, or what was seen instead of what is expected; the most frequent words; which node is to be
 * killed or started; that a node has ended, or is about to, by itself.
 */
export type Report =
  | readonly ['seen' | 'failed', Step, string]
  | readonly ['words', readonly Counted[]]
  | readonly ['kill' | 'start', NodeId]
  | readonly ['ended', NodeId, string];
