/**
 * Requests whose responses are waited for later: what gen_server, gen_statem and gen_event have of `gen`.
 *
 * A request is a monitor that is an alias too: the first of reply and end of the server ends both, and comes as a message.
 */
import { badarg, makeRef, monitor, Ref, self, send, type Address } from '../../lib/index.js';
import type { AnyCall, ReplyTo } from '../genServer/types.js';
import { isServerRef, locate, type ServerRef } from '../via.js';
import { RequestIds } from './requestIds.js';
import {
  abandon,
  awaitAny,
  awaitResponse,
  msOf,
  requestOf,
  responseIn,
  type Response,
  type ResponseTimeout,
} from './responses.js';

/** A request under way, and the type of its reply. Only the process that made it can wait for the response. */
export type RequestId<Reply = unknown> = Ref & { readonly replies?: Reply };

/**
 * The response to one request of a collection: with its label, and with what is left of the collection.
 *
 * @typeParam Failure what a response of this behaviour may be beside
 */
export type LabelledResponse<Reply = unknown, Label = unknown, Failure = never> = readonly [
  Response<Reply> | Failure,
  Label,
  RequestIds<Reply, Label>,
];

/** Sends a request: what `sendRequest` of the behaviours does. */
export function sendRequest(label: string | Address, server: ServerRef, request: unknown): RequestId {
  if (!isServerRef(server)) {
    throw badarg('sendRequest', 'server', server, 'an Address, a name, [name, node] or a via name');
  }
  const to = locate(server);
  if (to === undefined) return failedRequest(server);
  const id = monitor('process', to, [['alias', 'reply_demonitor']]);
  try {
    send(to, [label, [self(), id], request]);
  } catch (error) {
    // What cannot travel was never asked: nobody wants to hear of the end of the server.
    abandon(id);
    throw error;
  }
  return id;
}

// Erlang pretends in the same way that something was monitored.
function failedRequest(server: ServerRef): RequestId {
  const id = makeRef();
  send(self(), ['DOWN', id, 'process', server, 'noproc']);
  return id;
}

export interface Wait<Failure = never> {
  <Reply>(id: RequestId<Reply>, timeout: ResponseTimeout): Promise<Response<Reply> | Failure | 'timeout'>;
  <Reply, Label>(
    ids: RequestIds<Reply, Label>,
    timeout: ResponseTimeout,
    remove: boolean,
  ): Promise<LabelledResponse<Reply, Label, Failure> | 'no_request' | 'timeout'>;
}

export interface Check<Failure = never> {
  <Reply>(message: unknown, id: RequestId<Reply>): Response<Reply> | Failure | 'no_reply';
  <Reply, Label>(
    message: unknown,
    ids: RequestIds<Reply, Label>,
    remove: boolean,
  ): LabelledResponse<Reply, Label, Failure> | 'no_request' | 'no_reply';
}

export interface SendRequest {
  <C extends AnyCall, const R extends C['request']>(server: ServerRef<C>, request: R): RequestId<ReplyTo<C, R>>;
  <C extends AnyCall, const R extends C['request'], Reply, Label, New>(
    server: ServerRef<C>,
    request: R,
    label: New,
    ids: RequestIds<Reply, Label>,
  ): RequestIds<Reply | ReplyTo<C, R>, Label | New>;
}

export const requests = {
  /**
   * Sends a request and goes on at once; the response is waited for later. Ports `gen_server:send_request/2,4`.
   *
   * @param label with a collection: what the response will be known by
   * @param ids a collection that the request is added to
   * @returns the id of the request, or the new collection
   * @example
   * import { genServer, GenServer, ok, reply } from 'regent-otp/behaviours';
   *
   * class Doubling extends GenServer<null> {
   *   init() {
   *     return ok(null);
   *   }
   *   override handleCall(request: unknown, _from: unknown, state: null) {
   *     return reply(Number(request) * 2, state);
   *   }
   * }
   *
   * await genServer.start(['local', 'doubling'], Doubling, []);
   * const request = genServer.sendRequest('doubling', 21);
   * await genServer.receiveResponse(request, 1000); // => ['reply', 42]
   */
  sendRequest: ((server: ServerRef, request: unknown, ...collected: readonly [] | readonly [unknown, RequestIds]) => {
    const id = sendRequest('$gen_call', server, request);
    return collected.length === 0 ? id : collected[1].with(id, collected[0]);
  }) as SendRequest,

  /**
   * Waits for the response to a request, or to any of a collection. After a timeout the request is still under way, and
   * can be waited for again. Ports `gen_server:wait_response/2,3`.
   *
   * @param timeout ms, 'infinity', or `['abs', ms]` of `monotonicTime()`
   * @param remove with a collection: whether what is left of it lacks the request
   * @returns `['reply', reply]`, `['error', [reason, server]]` or 'timeout'; with a collection
   *   `[response, label, collection]`, 'no_request' or 'timeout'
   */
  waitResponse: ((id: unknown, timeout: ResponseTimeout, remove?: boolean) =>
    wait('waitResponse', id, timeout, remove, () => undefined)) as Wait,

  /**
   * As `waitResponse`; after a timeout the request is given up, and a later response is dropped. Ports
   * `gen_server:receive_response/2,3`.
   *
   * @example
   * import { genServer, GenServer, ok, reply } from 'regent-otp/behaviours';
   *
   * class Echo extends GenServer<null> {
   *   init() {
   *     return ok(null);
   *   }
   *   override handleCall(request: unknown, _from: unknown, state: null) {
   *     return reply(request, state);
   *   }
   * }
   *
   * await genServer.start(['local', 'echo'], Echo, []);
   * const none = genServer.reqidsNew();
   * const one = genServer.sendRequest('echo', 'hello', 'greeting', none);
   * const response = await genServer.receiveResponse(one, 1000, true);
   * response.slice(0, 2); // => [['reply', 'hello'], 'greeting']
   */
  receiveResponse: ((id: unknown, timeout: ResponseTimeout, remove?: boolean) =>
    wait('receiveResponse', id, timeout, remove, abandon)) as Wait,

  /**
   * Whether a message that was received is the response to a request, or to one of a collection. Ports
   * `gen_server:check_response/2,3`.
   *
   * @returns as `waitResponse`; 'no_reply' if it is not
   */
  checkResponse: ((message: unknown, id: unknown, remove?: boolean) => {
    if (id instanceof RequestIds) {
      if (id.size === 0) return 'no_request';
      return answers(message, (request) => id.entries.has(request)) ? labelled(message, id, remove) : 'no_reply';
    }
    const only = checkId('checkResponse', id);
    return answers(message, (request) => request === only) ? responseIn(message) : 'no_reply';
  }) as Check,

  /** An empty collection of requests. Ports `gen_server:reqids_new/0`. */
  reqidsNew(): RequestIds<never, never> {
    return new RequestIds<never, never>();
  },

  /**
   * Adds a request to a collection: gives a new one. Ports `gen_server:reqids_add/3`.
   *
   * @throws badarg if it is in there already
   */
  reqidsAdd<NewReply, NewLabel, Reply, Label>(
    id: RequestId<NewReply>,
    label: NewLabel,
    ids: RequestIds<Reply, Label>,
  ): RequestIds<Reply | NewReply, Label | NewLabel> {
    checkId('reqidsAdd', id);
    if (checkIds('reqidsAdd', ids).entries.has(id)) {
      throw badarg('reqidsAdd', 'id', id, 'a request that is not in the collection');
    }
    return ids.with(id, label) as RequestIds<Reply | NewReply, Label | NewLabel>;
  },

  /** How many requests a collection holds. Ports `gen_server:reqids_size/1`. */
  reqidsSize(ids: RequestIds): number {
    return checkIds('reqidsSize', ids).size;
  },

  /** The requests of a collection and their labels: `[[id, label], ...]`. Ports `gen_server:reqids_to_list/1`. */
  reqidsToList<Reply, Label>(ids: RequestIds<Reply, Label>): readonly (readonly [RequestId<Reply>, Label])[] {
    return [...checkIds('reqidsToList', ids).entries] as (readonly [RequestId<Reply>, Label])[];
  },
};

async function wait(
  where: string,
  id: unknown,
  timeout: ResponseTimeout,
  remove: boolean | undefined,
  giveUp: (id: Ref) => void,
): Promise<unknown> {
  const ms = msOf(where, timeout);
  if (!(id instanceof RequestIds)) {
    const only = checkId(where, id);
    const response = await awaitResponse(only, ms);
    if (response === 'timeout') giveUp(only);
    return response;
  }
  if (id.size === 0) return 'no_request';
  const message = await awaitAny(id, ms);
  if (message !== 'timeout') return labelled(message, id, remove);
  for (const request of id.entries.keys()) giveUp(request);
  return message;
}

function labelled(message: readonly unknown[], ids: RequestIds, remove: boolean | undefined): LabelledResponse {
  const id = requestOf(message)!;
  const label = ids.entries.get(id);
  return [responseIn(message), label, remove === true ? ids.without(id) : ids];
}

function answers(message: unknown, isWanted: (request: Ref) => boolean): message is readonly unknown[] {
  const request = requestOf(message);
  return request !== undefined && isWanted(request);
}

function checkId(where: string, id: unknown): Ref {
  if (id instanceof Ref) return id;
  throw badarg(where, 'id', id, 'what sendRequest gave');
}

function checkIds(where: string, ids: unknown): RequestIds {
  if (ids instanceof RequestIds) return ids;
  throw badarg(where, 'ids', ids, 'a collection of requests');
}
