/**
 * answer: replies to a request with what the runtime tells of a process, or with what code of the user's has made. A
 * caller on another node gets it if it can travel, else word that it cannot: a question must not end who is asked.
 */
import { genReply, node, ZombieError, type From } from '../lib/index.js';
import { portable } from './portable.js';

/** Why a term could not be sent. Erlang has no such terms. */
export type NotTransferable = readonly ['not_transferable', why: string];

/**
 * Replies as `genReply` does.
 *
 * @param shown what a caller on another node is to see of the reply
 * @param instead what it gets if that cannot travel
 */
export function answer(
  from: From,
  reply: unknown,
  instead: (why: NotTransferable) => unknown = (why) => ['error', why],
  shown: (reply: unknown) => unknown = portable,
): void {
  if (from[0].node === node()) {
    genReply(from, reply);
    return;
  }
  try {
    genReply(from, shown(reply));
  } catch (thrown) {
    if (thrown instanceof ZombieError) throw thrown;
    genReply(from, instead(['not_transferable', thrown instanceof Error ? thrown.message : String(thrown)]));
  }
}
