/**
 * System messages: what `sys` and `stop` send to every behaviour, `['system', from, request]`.
 */
import { genReply, type From } from '../lib/index.js';

export type SystemMessage = readonly ['system', From, unknown];

/**
 * Answers a system message.
 *
 * @returns `[reason]` if the process is to terminate with that reason
 */
export function handleSystemMessage([, from, request]: SystemMessage): readonly [unknown] | undefined {
  if (Array.isArray(request) && request.length === 2 && request[0] === 'terminate') {
    genReply(from, 'ok');
    return [request[1] as unknown];
  }
  genReply(from, ['error', ['unknown_system_msg', request]]);
  return undefined;
}
