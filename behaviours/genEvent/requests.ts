/**
 * Requests to handlers whose responses are waited for later. An error that a handler's place gives is the response itself,
 * not a reply: `['error', 'bad_module']`.
 */
import { self } from '../../lib/index.js';
import type { RequestIds } from '../gen/requestIds.js';
import {
  requests as ofGen,
  sendRequest,
  type Check,
  type LabelledResponse,
  type RequestId,
  type Wait,
} from '../gen/requests.js';
import type { Response, ResponseTimeout } from '../gen/responses.js';
import { isTuple } from '../isTuple.js';
import type { ServerRef } from '../via.js';
import { handlerFor } from './handlerFor.js';
import type { Handler, HandlerError } from './types.js';

/** The response of a handler; `['error', [reason, manager]]` if the manager has ended. */
export type HandlerResponse<Reply = unknown> = Response<Reply> | HandlerError;

/** The response to one request of a collection: with its label, and with what is left of the collection. */
export type LabelledHandlerResponse<Reply = unknown, Label = unknown> = LabelledResponse<Reply, Label, HandlerError>;
export type WaitForHandler = Wait<HandlerError>;
export type CheckHandler = Check<HandlerError>;

export interface SendToHandler {
  (manager: ServerRef, handler: Handler, request: unknown): RequestId;
  <Reply, Label, New>(
    manager: ServerRef,
    handler: Handler,
    request: unknown,
    label: New,
    ids: RequestIds<Reply, Label>,
  ): RequestIds<unknown, Label | New>;
}

type General = (id: unknown, timeout: ResponseTimeout, remove?: boolean) => Promise<unknown>;

export const requests = {
  ...ofGen,

  /**
   * Sends a request to a handler and goes on at once; the response is waited for later. Ports
   * `gen_event:send_request/3,5`.
   *
   * @param label with a collection: what the response will be known by
   * @param ids a collection that the request is added to
   * @returns the id of the request, or the new collection
   * @example
   * import { genEvent, GenEvent } from 'regent-otp/behaviours';
   *
   * class Last extends GenEvent<unknown> {
   *   init(first: unknown) {
   *     return ['ok', first] as const;
   *   }
   *   handleEvent(event: unknown) {
   *     return ['ok', event] as const;
   *   }
   *   override handleCall(_request: unknown, last: unknown) {
   *     return ['ok', last, last] as const;
   *   }
   * }
   *
   * await genEvent.start(['local', 'events']);
   * await genEvent.addHandler('events', Last, 'none');
   * genEvent.notify('events', 'first');
   * const request = genEvent.sendRequest('events', Last, 'last');
   * await genEvent.receiveResponse(request, 1000); // => ['reply', 'first']
   * await genEvent.receiveResponse(genEvent.sendRequest('events', 'Other', 'last'), 1000); // => ['error', 'bad_module']
   */
  sendRequest: ((
    manager: ServerRef,
    handler: Handler,
    request: unknown,
    ...collected: readonly [] | readonly [unknown, RequestIds]
  ) => {
    const id = sendRequest(self(), manager, ['call', handlerFor(manager, handler), request]);
    return collected.length === 0 ? id : collected[1].with(id, collected[0]);
  }) as SendToHandler,

  /**
   * Waits for the response to a request, or to any of a collection. After a timeout the request is still under way, and
   * can be waited for again. Ports `gen_event:wait_response/2,3`.
   *
   * @param timeout ms, 'infinity', or `['abs', ms]` of `monotonicTime()`
   * @param remove with a collection: whether what is left of it lacks the request
   * @returns `['reply', reply]`, `['error', reason]` or 'timeout'; with a collection `[response, label, collection]`,
   *   'no_request' or 'timeout'
   */
  waitResponse: (async (id, timeout, remove) =>
    unwrapped(await (ofGen.waitResponse as General)(id, timeout, remove))) as General as WaitForHandler,

  /**
   * As `waitResponse`; after a timeout the request is given up, and a later response is dropped. Ports
   * `gen_event:receive_response/2,3`.
   */
  receiveResponse: (async (id, timeout, remove) =>
    unwrapped(await (ofGen.receiveResponse as General)(id, timeout, remove))) as General as WaitForHandler,

  /**
   * Whether a message that was received is the response to a request, or to one of a collection. Ports
   * `gen_event:check_response/2,3`.
   *
   * @returns as `waitResponse`; 'no_reply' if it is not
   * @example
   * import { on, receive } from 'regent-otp';
   * import { genEvent } from 'regent-otp/behaviours';
   * import { P } from 'ts-pattern';
   *
   * await genEvent.start(['local', 'events']);
   * const request = genEvent.sendRequest('events', 'Nobody', 'hello');
   * genEvent.checkResponse('something else', request); // => 'no_reply'
   * const message = await receive(on(P._, (any) => any));
   * genEvent.checkResponse(message, request); // => ['error', 'bad_module']
   */
  checkResponse: ((message: unknown, id: unknown, remove?: boolean) =>
    unwrapped((ofGen.checkResponse as (...given: readonly unknown[]) => unknown)(message, id, remove))) as CheckHandler,
};

/** Of one request, or of one of a collection. */
function unwrapped(answer: unknown): unknown {
  if (!Array.isArray(answer) || answer.length !== 3) return withoutReply(answer);
  const [response, ...rest] = answer as readonly unknown[];
  return [withoutReply(response), ...rest];
}

function withoutReply(response: unknown): unknown {
  return isTuple(response, 'reply', 2) && isTuple(response[1], 'error', 2) ? response[1] : response;
}
