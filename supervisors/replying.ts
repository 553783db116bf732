/** replying: how a supervisor's server gives back what it was asked. A caller on another node gets what can travel. */
import { answer, type CallResult } from '../behaviours/index.js';
import { node, type From } from '../lib/index.js';

/** Makes the result of `handleCall` from a reply. */
export function replying<State>(from: From, state: State): (reply: unknown) => CallResult<State, unknown> {
  return (reply) => {
    if (from[0].node === node()) return ['reply', reply, state];
    answer(from, reply);
    return ['noreply', state];
  };
}
