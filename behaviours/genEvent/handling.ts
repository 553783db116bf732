/** The functions of gen_event that managers and their handlers are used with. */
import { Address, badarg, genCall, genCast, locally, self } from '../../lib/index.js';
import { checkTimeout } from '../checkTimeout.js';
import { callFailure, castTo, isServerRef, locate, type ServerRef } from '../via.js';
import { handlerFor } from './handlerFor.js';
import type { Handler, NewHandler } from './types.js';

type Timeout = number | 'infinity';

/** A handler, and what its `terminate` or its `init` gets in a swap. */
type Swap = readonly [handler: Handler, args: unknown];

export const handling = {
  /**
   * Installs a handler. Ports `gen_event:add_handler/3`.
   *
   * @param manager an Address, a name, `[name, node]`, `['global', name]` or `['via', registry, key]`; of this node,
   *   because a class cannot travel
   * @param handler a class that extends GenEvent, or `[class, id]`
   * @param args what its `init` gets
   * @returns 'ok', or what `init` returned instead; `['EXIT', reason]` if it failed
   * @example
   * import { genEvent, GenEvent } from 'regent-otp/behaviours';
   *
   * class Quiet extends GenEvent<number> {
   *   init(limit: number) {
   *     return limit < 0 ? (['error', 'negative'] as const) : (['ok', limit] as const);
   *   }
   *   handleEvent(_event: unknown, limit: number) {
   *     return ['ok', limit] as const;
   *   }
   * }
   *
   * await genEvent.start(['local', 'events']);
   * await genEvent.addHandler('events', Quiet, 1); // => 'ok'
   * await genEvent.addHandler('events', [Quiet, 'second'], 2); // => 'ok'
   * await genEvent.addHandler('events', [Quiet, 'third'], -1); // => ['error', 'negative']
   * await genEvent.whichHandlers('events'); // => [[Quiet, 'second'], Quiet]
   */
  addHandler<Args>(manager: ServerRef, handler: NewHandler<Args>, args: NoInfer<Args>): Promise<unknown> {
    return request('addHandler', manager, () => ['add_handler', handler, args]);
  },

  /**
   * Installs a handler that the caller supervises: when the caller ends, its `terminate` gets `['stop', reason]` and it is
   * removed; when it goes for another reason the caller gets the message `['gen_event_EXIT', handler, reason]`, with
   * 'normal' (it was deleted, or removed itself), 'shutdown' (the manager ends), `['swapped', newHandler, pid]`,
   * `['EXIT', reason]` (it failed) or what it returned. Ports `gen_event:add_sup_handler/3`.
   *
   * @example
   * import { on, receive } from 'regent-otp';
   * import { genEvent, GenEvent } from 'regent-otp/behaviours';
   *
   * class Once extends GenEvent<null> {
   *   init() {
   *     return ['ok', null] as const;
   *   }
   *   handleEvent() {
   *     return 'remove_handler' as const;
   *   }
   * }
   *
   * await genEvent.start(['local', 'events']);
   * await genEvent.addSupHandler('events', Once, []); // => 'ok'
   * genEvent.notify('events', 'go');
   * await receive(on(['gen_event_EXIT', Once, 'normal'], () => 'gone')); // => 'gone'
   */
  async addSupHandler<Args>(manager: ServerRef, handler: NewHandler<Args>, args: NoInfer<Args>): Promise<unknown> {
    const me = self();
    return request('addSupHandler', manager, () => ['add_sup_handler', handler, args, me]);
  },

  /**
   * Removes a handler. Ports `gen_event:delete_handler/3`.
   *
   * @param args what its `terminate` gets
   * @returns what that returned, `['EXIT', reason]` if it failed; `['error', 'module_not_found']`
   * @example
   * import { genEvent, GenEvent } from 'regent-otp/behaviours';
   *
   * class Sum extends GenEvent<number> {
   *   init(sum: number) {
   *     return ['ok', sum] as const;
   *   }
   *   handleEvent(n: number, sum: number) {
   *     return ['ok', sum + n] as const;
   *   }
   *   override terminate(arg: unknown, sum: number) {
   *     return [arg, sum];
   *   }
   * }
   *
   * await genEvent.start(['local', 'events']);
   * await genEvent.addHandler('events', Sum, 40);
   * genEvent.notify('events', 2); // => 'ok'
   * await genEvent.deleteHandler('events', Sum, 'sum'); // => ['sum', 42]
   * await genEvent.deleteHandler('events', Sum, 'sum'); // => ['error', 'module_not_found']
   */
  deleteHandler(manager: ServerRef, handler: Handler, args: unknown): Promise<unknown> {
    return request('deleteHandler', manager, () => ['delete_handler', handlerFor(manager, handler), args]);
  },

  /**
   * Puts a handler in the place of another: the `terminate` of the old one gets `args`, the `init` of the new one
   * `[newArgs, result]` with what that returned, or `[newArgs, 'error']` if there is no such handler. The process that
   * supervised the old one supervises the new one. Ports `gen_event:swap_handler/3`.
   *
   * @returns 'ok', or `['error', result]` with what the `init` of the new one returned
   * @example
   * import { genEvent, GenEvent } from 'regent-otp/behaviours';
   *
   * class Before extends GenEvent<number> {
   *   init(state: number) {
   *     return ['ok', state] as const;
   *   }
   *   handleEvent(_event: unknown, state: number) {
   *     return ['ok', state + 1] as const;
   *   }
   *   override terminate(_arg: unknown, state: number) {
   *     return state;
   *   }
   * }
   *
   * class After extends GenEvent<number> {
   *   init([factor, last]: readonly [number, number]) {
   *     return ['ok', factor * last] as const;
   *   }
   *   handleEvent(_event: unknown, state: number) {
   *     return ['ok', state] as const;
   *   }
   *   override handleCall(_request: unknown, state: number) {
   *     return ['ok', state, state] as const;
   *   }
   * }
   *
   * await genEvent.start(['local', 'events']);
   * await genEvent.addHandler('events', Before, 20);
   * genEvent.notify('events', 'one more');
   * await genEvent.swapHandler('events', [Before, 'swap'], [After, 2]); // => 'ok'
   * await genEvent.call('events', After, 'get'); // => 42
   */
  swapHandler(manager: ServerRef, [old, args]: Swap, [next, nextArgs]: Swap): Promise<unknown> {
    return request('swapHandler', manager, () => ['swap_handler', handlerFor(manager, old), args, next, nextArgs]);
  },

  /**
   * As `swapHandler`; the caller supervises the new handler, as after `addSupHandler`. Ports
   * `gen_event:swap_sup_handler/3`.
   */
  async swapSupHandler(manager: ServerRef, [old, args]: Swap, [next, nextArgs]: Swap): Promise<unknown> {
    const me = self();
    const swap = () => ['swap_sup_handler', handlerFor(manager, old), args, next, nextArgs, me];
    return request('swapSupHandler', manager, swap);
  },

  /**
   * Tells all handlers of an event and goes on at once. Ports `gen_event:notify/2`; gives 'ok', also if nobody is there.
   *
   * @throws badarg if the manager is a name that nobody has on this node
   */
  notify(manager: ServerRef, event: unknown): 'ok' {
    checkManager('notify', manager);
    if (typeof manager === 'string') genCast('notify', manager, event);
    else castTo('notify', manager, event);
    return 'ok';
  },

  /**
   * Tells all handlers of an event and waits until they have handled it. Ports `gen_event:sync_notify/2`.
   *
   * @returns 'ok'; exits its caller with 'noproc' if there is no manager
   * @example
   * import { self, send, on, receive, type Address } from 'regent-otp';
   * import { genEvent, GenEvent } from 'regent-otp/behaviours';
   *
   * class Teller extends GenEvent<Address> {
   *   init(owner: Address) {
   *     return ['ok', owner] as const;
   *   }
   *   handleEvent(event: unknown, owner: Address) {
   *     send(owner, ['seen', event]);
   *     return ['ok', owner] as const;
   *   }
   * }
   *
   * await genEvent.start(['local', 'events']);
   * await genEvent.addHandler('events', Teller, self());
   * await genEvent.syncNotify('events', 'door opened'); // => 'ok'
   * await receive(on(['seen', 'door opened'], () => 'told')); // => 'told'
   */
  syncNotify(manager: ServerRef, event: unknown): Promise<'ok'> {
    return request('syncNotify', manager, () => ['sync_notify', event]) as Promise<'ok'>;
  },

  /**
   * Sends a call to one handler and waits for its reply. As `GenEvent.call`, but without types. Ports
   * `gen_event:call/3,4`.
   *
   * @param timeout ms or 'infinity'; 5000 if it is left out
   * @returns the reply, `['error', 'bad_module']` if there is no such handler, `['error', ['EXIT', reason]]` if it failed;
   *   exits its caller with `[reason, ['gen_event', 'call', args]]` as a call of gen_server does
   * @example
   * import { catchTerm } from 'regent-otp';
   * import { genEvent } from 'regent-otp/behaviours';
   *
   * await genEvent.start(['local', 'events']);
   * await genEvent.call('events', 'Sum', 'get'); // => ['error', 'bad_module']
   * const [tag, reason] = (await catchTerm(() => genEvent.call('nobody', 'Sum', 'get', 100))) as readonly unknown[];
   * [tag, reason]; // => ['EXIT', ['noproc', ['gen_event', 'call', ['nobody', 'Sum', 'get', 100]]]]
   */
  call(manager: ServerRef, handler: Handler, query: unknown, timeout?: Timeout): Promise<unknown> {
    const args = timeout === undefined ? [manager, handler, query] : [manager, handler, query, timeout];
    return request(
      'call',
      manager,
      () => ['call', handlerFor(manager, handler), query],
      timeout ?? 5000,
      (reason) => [reason, ['gen_event', 'call', args]],
    );
  },

  /** The handlers of a manager, the newest first: classes, or `[class, id]`. Ports `gen_event:which_handlers/1`. */
  whichHandlers(manager: ServerRef): Promise<readonly Handler[]> {
    return request('whichHandlers', manager, () => 'which_handlers') as Promise<readonly Handler[]>;
  },
};

/** Sends a request, labelled with the caller. Exits with the mere reason when it fails, unless told otherwise. */
function request(
  where: string,
  manager: ServerRef,
  content: () => unknown,
  timeout: Timeout = 'infinity',
  failure: (reason: unknown) => unknown = (reason) => reason,
): Promise<unknown> {
  try {
    checkManager(where, manager);
    checkTimeout(where, timeout);
    return locally(manager instanceof Address ? manager : undefined, () =>
      genCall(self(), locate(manager), content(), timeout, (reason) => failure(callFailure(manager, reason))),
    );
  } catch (thrown) {
    return Promise.reject(thrown);
  }
}

function checkManager(where: string, manager: unknown): asserts manager is ServerRef {
  if (!isServerRef(manager)) {
    throw badarg(where, 'manager', manager, 'an Address, a name, [name, node] or a via name');
  }
}
