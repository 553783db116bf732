/**
 * Requests of erpc that are waited for later, one or a collection of them.
 */
import { P } from 'ts-pattern';
import { after, on, receive, Ref } from '../../lib/index.js';
import { RequestIds } from '../gen/requestIds.js';
import { erpcBadarg } from './erpcError.js';
import { erpcMs, erpcOutcome, nextEnd, unwrap, type ErpcTimeout } from './erpcOutcome.js';
import {
  abandonErpc,
  isErpcRequestId,
  outcomeIn,
  requestEndedBy,
  sendErpc,
  tooLate,
  type ErpcRequestId,
} from './erpcRequest.js';

/** Of each request of a collection: what tags its outcome, and its label. */
type Labelled = readonly [tag: Ref, label: unknown];

/** The requests of erpc under way, each with a label. Never changed: adding to one gives a new one. */
export type ErpcRequestIds<Label = unknown> = RequestIds<unknown, Label>;

export const erpcCollections = {
  /**
   * Sends a request and goes on at once; its response is waited for later. Ports `erpc:send_request/4,6`.
   *
   * @param label with a collection: what the response will be known by
   * @param ids a collection that the request is added to
   * @returns the id of the request, or the new collection
   */
  sendRequest: ((...given: readonly unknown[]) => {
    const [, , , , label, ids] = given;
    if (given.length < 6) return sendErpc('sendRequest', given);
    const known = collection('sendRequest', ids);
    const [tag, request] = sendErpc('sendRequest', given);
    return known.with(request, [tag, label]);
  }) as SendErpc,

  /**
   * Waits for the response to a request, or to any of a collection; when the time is over they are given up. Ports
   * `erpc:receive_response/1,2,3`.
   *
   * @param timeout ms, 'infinity' (the default), or `['abs', ms]` of `monotonicTime()`
   * @param remove with a collection: whether what is left of it lacks the request
   * @returns the value, or raises what `call` would; with a collection `[value, label, collection]`, where an exception
   *   has such a tuple as its reason, or 'no_request'
   */
  receiveResponse: (async (id: unknown, timeout: ErpcTimeout = 'infinity', remove?: boolean) => {
    const ms = erpcMs('receiveResponse', timeout);
    if (remove === undefined) return unwrap(await erpcOutcome(requestId('receiveResponse', id), ms));
    const ids = collection('receiveResponse', id);
    if (ids.size === 0) return 'no_request';
    const end = await anyEnd(ids, ms);
    if (end !== undefined) return labelled(end, ids, remove, (value) => value);
    for (const request of ids.entries.keys()) if (!abandonErpc(request)) await nextEnd(request, 0);
    return unwrap(tooLate);
  }) as ReceiveErpc,

  /**
   * As `receiveResponse`, but after a timeout (0 is the default) the request is still under way. Ports
   * `erpc:wait_response/1,2,3`.
   *
   * @returns `['response', value]` or 'no_response'; with a collection `[['response', value], label, collection]`,
   *   'no_response' or 'no_request'
   */
  waitResponse: (async (id: unknown, timeout: ErpcTimeout = 0, remove?: boolean) => {
    const ms = erpcMs('waitResponse', timeout);
    if (remove === undefined) {
      const [tag, request] = requestId('waitResponse', id);
      const end = await nextEnd(request, ms);
      return end === undefined ? 'no_response' : ['response', unwrap(outcomeIn(end, tag))];
    }
    const ids = collection('waitResponse', id);
    if (ids.size === 0) return 'no_request';
    const end = await anyEnd(ids, ms);
    return end === undefined ? 'no_response' : labelled(end, ids, remove, (value) => ['response', value]);
  }) as WaitErpc,

  /**
   * Whether a message that was received is the response to a request, or to one of a collection. Ports
   * `erpc:check_response/2,3`.
   *
   * @returns as `waitResponse`
   */
  checkResponse: ((message: unknown, id: unknown, remove?: boolean) => {
    const ended = requestEndedBy(message);
    if (remove === undefined) {
      const [tag, request] = requestId('checkResponse', id);
      if (ended !== request) return 'no_response';
      return ['response', unwrap(outcomeIn(message as readonly unknown[], tag))];
    }
    const ids = collection('checkResponse', id);
    if (ids.size === 0) return 'no_request';
    if (ended === undefined || !ids.entries.has(ended)) return 'no_response';
    return labelled(message as readonly unknown[], ids, remove, (value) => ['response', value]);
  }) as CheckErpc,

  /** An empty collection of requests. Ports `erpc:reqids_new/0`. */
  reqidsNew(): ErpcRequestIds<never> {
    return new RequestIds<unknown, never>();
  },

  /** Adds a request to a collection: gives a new one. Ports `erpc:reqids_add/3`. */
  reqidsAdd<New, Label>(id: ErpcRequestId, label: New, ids: ErpcRequestIds<Label>): ErpcRequestIds<Label | New> {
    const [tag, request] = requestId('reqidsAdd', id);
    if (collection('reqidsAdd', ids).entries.has(request)) {
      throw erpcBadarg('reqidsAdd', 'id', id, 'a request that is not in the collection');
    }
    return ids.with(request, [tag, label] satisfies Labelled) as ErpcRequestIds<Label | New>;
  },

  /** How many requests a collection holds. Ports `erpc:reqids_size/1`. */
  reqidsSize(ids: ErpcRequestIds): number {
    return collection('reqidsSize', ids).size;
  },

  /** The requests of a collection and their labels: `[[id, label], ...]`. Ports `erpc:reqids_to_list/1`. */
  reqidsToList<Label>(ids: ErpcRequestIds<Label>): readonly (readonly [ErpcRequestId, Label])[] {
    const entries = [...collection('reqidsToList', ids).entries] as (readonly [Ref, readonly [Ref, Label]])[];
    return entries.map(([request, [tag, label]]) => [[tag, request], label]);
  },
} as const;

export interface SendErpc {
  (node: string, module: string, fun: string, args: readonly unknown[]): ErpcRequestId;
  <New, Label>(
    node: string,
    module: string,
    fun: string,
    args: readonly unknown[],
    label: New,
    ids: ErpcRequestIds<Label>,
  ): ErpcRequestIds<Label | New>;
}

export interface ReceiveErpc {
  (id: ErpcRequestId, timeout?: ErpcTimeout): Promise<unknown>;
  <Label>(
    ids: ErpcRequestIds<Label>,
    timeout: ErpcTimeout,
    remove: boolean,
  ): Promise<readonly [value: unknown, Label, ErpcRequestIds<Label>] | 'no_request'>;
}

/** A value that has come. */
export type ErpcResponse = readonly ['response', unknown];

export interface WaitErpc {
  (id: ErpcRequestId, timeout?: ErpcTimeout): Promise<ErpcResponse | 'no_response'>;
  <Label>(
    ids: ErpcRequestIds<Label>,
    timeout: ErpcTimeout,
    remove: boolean,
  ): Promise<readonly [ErpcResponse, Label, ErpcRequestIds<Label>] | 'no_response' | 'no_request'>;
}

export interface CheckErpc {
  (message: unknown, id: ErpcRequestId): ErpcResponse | 'no_response';
  <Label>(
    message: unknown,
    ids: ErpcRequestIds<Label>,
    remove: boolean,
  ): readonly [ErpcResponse, Label, ErpcRequestIds<Label>] | 'no_response' | 'no_request';
}

const end = [P._, P.instanceOf(Ref), P._, P._] as const;
const down = [P._, P.instanceOf(Ref), P._, P._, P._] as const;

function anyEnd(ids: RequestIds, ms: number | 'infinity'): Promise<readonly unknown[] | undefined> {
  const { entries } = ids;
  const isEnd = (message: readonly unknown[]): boolean => entries.has(requestEndedBy(message)!);
  return receive(
    on(end, isEnd, (message): readonly unknown[] => message),
    on(down, isEnd, (message): readonly unknown[] => message),
    after(ms, () => undefined),
  );
}

function labelled(
  message: readonly unknown[],
  ids: RequestIds,
  remove: boolean,
  wrap: (value: unknown) => unknown,
): readonly unknown[] {
  const request = requestEndedBy(message)!;
  const [tag, label] = ids.entries.get(request) as Labelled;
  const left = remove ? ids.without(request) : ids;
  return [wrap(unwrap(outcomeIn(message, tag), (reason) => [reason, label, left])), label, left];
}

function requestId(where: string, id: unknown): ErpcRequestId {
  if (isErpcRequestId(id)) return id;
  throw erpcBadarg(where, 'id', id, 'what sendRequest gave');
}

function collection(where: string, ids: unknown): RequestIds {
  if (ids instanceof RequestIds) return ids;
  throw erpcBadarg(where, 'ids', ids, 'a collection of requests');
}
