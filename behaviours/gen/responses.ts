/**
 * How responses to requests under way are told from other messages, and waited for: OTP's `gen:receive_response` and its
 * kin.
 */
import { P } from 'ts-pattern';
import { after, badarg, demonitor, down, monotonicTime, on, receive, Ref, unalias } from '../../lib/index.js';
import type { RequestIds } from './requestIds.js';

/** Of one request: the reply, or why there is none, with the server as `sendRequest` got it. */
export type Response<Reply = unknown> =
  readonly ['reply', Reply] | readonly ['error', readonly [reason: unknown, server: unknown]];

/** How long to wait: ms, 'infinity', or until a time of the node's monotonic clock in ms, `['abs', ms]`. */
export type ResponseTimeout = number | 'infinity' | readonly ['abs', number];

const longest = 0xffffffff;

/** The ms that are left. */
export function msOf(where: string, timeout: ResponseTimeout): number | 'infinity' {
  if (timeout === 'infinity') return timeout;
  const ms = Array.isArray(timeout) && timeout[0] === 'abs' ? Number(timeout[1]) - monotonicTime() : timeout;
  if (typeof ms === 'number' && Number.isInteger(ms) && ms <= longest && (ms >= 0 || ms !== timeout)) {
    return Math.max(0, ms);
  }
  throw badarg(where, 'timeout', timeout, "ms up to 4294967295, 'infinity' or ['abs', ms]");
}

/** The request that a message answers, if its shape is that of an answer. */
export function requestOf(message: unknown): Ref | undefined {
  if (!Array.isArray(message)) return undefined;
  const id: unknown =
    message.length === 2 ? message[0] : message.length === 5 && message[0] === 'DOWN' ? message[1] : 0;
  return id instanceof Ref ? id : undefined;
}

/** What a message that answers a request says. */
export function responseIn(message: readonly unknown[]): Response {
  if (message.length === 2) return ['reply', message[1]];
  return ['error', [message[4], message[3]]];
}

/** Waits for the answer to one request. */
export function awaitResponse(id: Ref, ms: number | 'infinity'): Promise<Response | 'timeout'> {
  return receive(
    on([id, P._], responseIn),
    on(down(id), responseIn),
    after(ms, () => 'timeout' as const),
  );
}

const reply = [P.instanceOf(Ref), P._] as const;
const end = ['DOWN', P.instanceOf(Ref), P._, P._, P._] as const;

/** Waits for the answer to any request of a collection: the message. */
export function awaitAny(ids: RequestIds, ms: number | 'infinity'): Promise<readonly unknown[] | 'timeout'> {
  const { entries } = ids;
  return receive(
    on(
      reply,
      ([id]) => entries.has(id),
      (message) => message,
    ),
    on(
      end,
      ([, id]) => entries.has(id),
      (message) => message,
    ),
    after(ms, () => 'timeout' as const),
  );
}

/** Gives a request up: an answer that comes later is dropped. */
export function abandon(id: Ref): void {
  unalias(id);
  demonitor(id, ['flush']);
}
