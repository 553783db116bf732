/** The requests to a gen_event: OTP's, which are told from other messages by their form. */
import { Address, Ref, type From } from '../../lib/index.js';
import type { Steps } from '../gen/steps.js';
import type { Handlers, Outcome } from './handlers.js';

/** `[caller, from, request]`: the caller is the label. */
export interface Request {
  readonly from: From;
  readonly content: unknown;
}

/** The request that a message is, if it has the form of one. */
export function requestIn(message: readonly unknown[]): Request | undefined {
  const from: unknown = message[1];
  if (message.length !== 3 || !Array.isArray(from) || from.length !== 2) return undefined;
  if (!(from[0] instanceof Address) || !(from[1] instanceof Ref)) return undefined;
  return { from: from as unknown as From, content: message[2] };
}

/** What a request asks for; undefined if that is nothing known. */
export function stepsOf(handlers: Handlers, request: unknown): Steps<Outcome> | undefined {
  if (!Array.isArray(request)) return undefined;
  const [kind, a, b, c, d, pid] = request as readonly unknown[];
  switch (request.length) {
    case 2:
      return kind === 'sync_notify' ? syncNotify(handlers, a) : undefined;
    case 3:
      if (kind === 'call') return handlers.call(a, b);
      if (kind === 'add_handler') return handlers.add(a, b, undefined);
      return kind === 'delete_handler' ? handlers.delete(a, b) : undefined;
    case 4:
      return kind === 'add_sup_handler' && c instanceof Address ? handlers.add(a, b, c) : undefined;
    case 5:
      return kind === 'swap_handler' ? handlers.swap(a, b, c, d, undefined) : undefined;
    case 6:
      return kind === 'swap_sup_handler' && pid instanceof Address ? handlers.swap(a, b, c, d, pid) : undefined;
    default:
      return undefined;
  }
}

function* syncNotify(handlers: Handlers, event: unknown): Steps<Outcome> {
  return { reply: 'ok', hibernates: yield* handlers.tell('handleEvent', event) };
}
