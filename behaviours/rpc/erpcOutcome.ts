/** Waiting for how a call of erpc ends, and raising what it ended with. */
import { after, currentNode, exitReasonOf, ExitError, monotonicTime, receive, ZombieError } from '../../lib/index.js';
import { raise } from '../procLib/raise.js';
import { erpcBadarg } from './erpcError.js';
import {
  abandonErpc,
  endOf,
  outcomeIn,
  tooLate,
  type ErpcCallee,
  type ErpcRequestId,
  type Outcome,
} from './erpcRequest.js';

/** How long to wait: ms, 'infinity', or until a time of the node's monotonic clock in ms, `['abs', ms]`. */
export type ErpcTimeout = number | 'infinity' | readonly ['abs', number];

const longest = 0xffffffff;

/** The ms that are left. */
export function erpcMs(where: string, timeout: ErpcTimeout): number | 'infinity' {
  if (timeout === 'infinity') return timeout;
  const isAbsolute = Array.isArray(timeout) && timeout.length === 2 && timeout[0] === 'abs';
  const ms: unknown = isAbsolute ? Math.max(0, Number(timeout[1]) - monotonicTime()) : timeout;
  if (typeof ms === 'number' && Number.isInteger(ms) && ms >= 0 && ms <= longest) return ms;
  throw erpcBadarg(where, 'timeout', timeout, "ms up to 4294967295, 'infinity' or ['abs', ms]");
}

/** Waits for how a request ends, and gives it up when the time is over. */
export async function erpcOutcome([tag, request]: ErpcRequestId, ms: number | 'infinity'): Promise<Outcome> {
  const end = await nextEnd(request, ms);
  if (end !== undefined) return outcomeIn(end, tag);
  if (abandonErpc(request)) return tooLate;
  // It has ended in this very moment; or somebody else has waited for it before.
  const late = await nextEnd(request, 0);
  return late === undefined ? ['error', ['erpc', 'badarg']] : outcomeIn(late, tag);
}

/** Waits for the message that ends a request, no longer than so many ms. */
export function nextEnd(request: ErpcRequestId[1], ms: number | 'infinity'): Promise<readonly unknown[] | undefined> {
  return receive(
    ...endOf(request),
    after(ms, () => undefined),
  );
}

/** Runs an exported function of this node in the calling process: what a call without a timeout does. */
export async function outcomeHere([, module, fun, args]: ErpcCallee): Promise<Outcome> {
  try {
    return ['ok', await currentNode().exports.apply(module, fun, args)];
  } catch (thrown) {
    if (thrown instanceof ZombieError) throw thrown;
    if (thrown instanceof ExitError) return ['exit', ['exception', thrown.reason]];
    if (!(thrown instanceof Error)) return ['throw', thrown];
    return ['error', ['exception', ...(exitReasonOf(thrown) as readonly unknown[])]];
  }
}

/** The value of a call, or the exception with which it ended; of a collection with what `label` adds to it. */
export function unwrap([kind, value]: Outcome, label: (term: unknown) => unknown = (term) => term): unknown {
  return kind === 'ok' ? value : raise([kind, label(value)]);
}
