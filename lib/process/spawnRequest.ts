/**
 * spawn_request: starting a process whose start is told by a message. Nothing that is wrong with the options is thrown: it
 * is told by the message, too.
 */
import { Address } from '../terms/address.js';
import { badarg } from '../terms/errors.js';
import type { Ref } from '../terms/ref.js';
import { requireProcess } from './current.js';
import { makeRef } from './self.js';
import { functionBody, isSpawnOption, spawnBody, type ProcessFunction, type SpawnOption } from './spawn.js';

/**
 * Options of `spawnRequest`: those of `spawnOpt`, what stands in place of 'spawn_reply' in the message, and whether it is
 * sent ('yes', 'no', or 'error_only').
 */
export type SpawnRequestOption = SpawnOption | ReplyOption;

type ReplyOption = readonly ['reply_tag', unknown] | readonly ['reply', 'yes' | 'no' | 'error_only'];

/**
 * Starts a process and goes on at once; that it has started comes as the message `['spawn_reply', ref, 'ok', pid]`, before
 * anything else that the process causes. Options that are none give `['spawn_reply', ref, 'error', 'badopt']` instead.
 * Ports `erlang:spawn_request/1,2`.
 *
 * @returns the reference in the message; with 'monitor' also that of the monitor
 * @example
 * import { Address, on, receive, spawnRequest } from 'regent-otp';
 * import { P } from 'ts-pattern';
 *
 * const ref = spawnRequest(() => 'done', [['reply_tag', 'started']]);
 * await receive(on(['started', ref, 'ok', P.instanceOf(Address)], () => 'up')); // => 'up'
 */
export function spawnRequest(fun: ProcessFunction, options: readonly SpawnRequestOption[] = []): Ref {
  const me = requireProcess('spawnRequest');
  const body = functionBody('spawnRequest', fun);
  if (!Array.isArray(options)) throw badarg('spawnRequest', 'options', options, 'a list');
  const replies = options.filter(isReplyOption);
  const others = options.filter((option): option is SpawnOption => !isReplyOption(option));
  const tag = replies.find(([key]) => key === 'reply_tag')?.[1] ?? 'spawn_reply';
  const wanted = replies.find(([key]) => key === 'reply')?.[1] ?? 'yes';
  if (!others.every(isSpawnOption)) {
    const failed = makeRef();
    if (wanted !== 'no') me.deliver([tag, failed, 'error', 'badopt']);
    return failed;
  }
  const started = spawnBody(me, body, others);
  const [pid, ref] = started instanceof Address ? [started, makeRef()] : started;
  if (wanted === 'yes') me.deliver([tag, ref, 'ok', pid]);
  return ref;
}

function isReplyOption(option: unknown): option is ReplyOption {
  if (!Array.isArray(option) || option.length !== 2) return false;
  return (
    option[0] === 'reply_tag' || (option[0] === 'reply' && ['yes', 'no', 'error_only'].includes(option[1] as string))
  );
}
