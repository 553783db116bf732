/**
 * SendTyped: `sendRequest` as the classes of behaviours have it: it takes what their protocol knows.
 */
import type { AnyCall, ReplyTo } from '../genServer/types.js';
import type { Speaks } from '../speaks.js';
import type { ServerRef } from '../via.js';
import type { RequestIds } from './requestIds.js';
import type { RequestId } from './requests.js';

export interface SendTyped {
  /** @returns the id of the request */
  <C extends AnyCall, const R extends C['request']>(
    this: abstract new () => Speaks<C>,
    server: ServerRef<NoInfer<C>>,
    request: R,
  ): RequestId<ReplyTo<C, R>>;
  /**
   * Adds the request to a collection too.
   *
   * @param label what the response will be known by
   * @returns the new collection
   */
  <C extends AnyCall, const R extends C['request'], New, Reply, Label>(
    this: abstract new () => Speaks<C>,
    server: ServerRef<NoInfer<C>>,
    request: R,
    label: New,
    ids: RequestIds<Reply, Label>,
  ): RequestIds<Reply | ReplyTo<C, R>, Label | New>;
}
