/**
 * The functions of the module gen_statem.
 */
import { badarg, become, genCall, genReply, self, type Address, type From, type Ref } from '../../lib/index.js';
import { checkTimeout } from '../checkTimeout.js';
import { entryOf } from '../gen/entry.js';
import type { StartOptions } from '../gen/startOptions.js';
import { startGen, type Bond, type StartResult } from '../gen/start.js';
import type { AnyCall, ReplyTo } from '../genServer/types.js';
import type { Speaking, Speaks } from '../speaks.js';
import { requests } from '../gen/requests.js';
import { stopGen } from '../gen/stop.js';
import { callFailure, castTo, isServerName, isServerRef, locate, type ServerName, type ServerRef } from '../via.js';
import type { AnyStatem } from './anyStatem.js';
import { StatemDriver } from './driver.js';
import { EnteredStatem } from './enteredStatem.js';
import type { Actions, ReplyAction } from './types.js';

type Timeout = number | 'infinity';

/** A class that extends GenStatem, whose `init` takes these arguments, and its protocol. */
export type StatemClass<Args, Calls extends AnyCall = AnyCall, Casts = unknown> = new () => Speaks<Calls, Casts> & {
  callbackMode(): unknown;
  init(args: Args): unknown;
};

/** With or without a name: `start_link/3` and `start_link/4`. */
export interface StartStatem<Pid> {
  <Args, Calls extends AnyCall, Casts>(
    module: StatemClass<Args, Calls, Casts>,
    args: NoInfer<Args>,
    options?: StartOptions,
  ): Promise<StartResult<Speaking<Pid, Calls, Casts>>>;
  <Args, Calls extends AnyCall, Casts>(
    name: ServerName,
    module: StatemClass<Args, Calls, Casts>,
    args: NoInfer<Args>,
    options?: StartOptions,
  ): Promise<StartResult<Speaking<Pid, Calls, Casts>>>;
}

/** Ports the module gen_statem; see `GenStatem` for the behaviour. */
export const genStatem = {
  ...requests,

  /** Starts a machine that is linked with the caller, and waits until its `init` is done. Ports `gen_statem:start_link/3,4`. */
  startLink: ((...given: readonly unknown[]) => start('link', given)) as StartStatem<Address>,

  /** As `startLink`, without the link. Ports `gen_statem:start/3,4`. */
  start: ((...given: readonly unknown[]) => start('none', given)) as StartStatem<Address>,

  /** As `start`; the caller monitors the machine: `['ok', [pid, ref]]`. Ports `gen_statem:start_monitor/3,4`. */
  startMonitor: ((...given: readonly unknown[]) => start('monitor', given)) as StartStatem<readonly [Address, Ref]>,

  /**
   * Sends a call and waits for the reply. Ports `gen_statem:call/2,3`.
   *
   * @param timeout ms, 'infinity' (the default), or `['clean_timeout', ms]`, `['dirty_timeout', ms]`, which here are one
   * @returns the reply; exits its caller with `[reason, ['gen_statem', 'call', [server, request, timeout]]]`
   */
  async call<C extends AnyCall, const R extends C['request']>(
    server: ServerRef<C>,
    request: R,
    timeout: Timeout | readonly ['clean_timeout' | 'dirty_timeout', Timeout] = 'infinity',
  ): Promise<ReplyTo<C, R>> {
    if (!isServerRef(server)) throw badarg('call', 'server', server, 'an Address, a name, [name, node] or a via name');
    const ms = typeof timeout === 'object' ? timeout[1] : timeout;
    checkTimeout('call', ms);
    const failure = (reason: unknown): unknown => [
      callFailure(server, reason),
      ['gen_statem', 'call', [server, request, timeout]],
    ];
    return genCall('$gen_call', locate(server), request, ms, failure) as Promise<ReplyTo<C, R>>;
  },

  /** Sends an event without a reply. Ports `gen_statem:cast/2`; always gives 'ok'. */
  cast<Casts>(server: ServerRef<AnyCall, Casts>, event: NoInfer<Casts>): 'ok' {
    if (!isServerRef(server)) throw badarg('cast', 'server', server, 'an Address, a name, [name, node] or a via name');
    castTo('$gen_cast', server, event);
    return 'ok';
  },

  /** Replies to calls: `reply(from, value)`, or a list of reply actions. Ports `gen_statem:reply/1,2`. */
  reply(...given: readonly [from: From, value: unknown] | readonly [replies: Actions<ReplyAction>]): 'ok' {
    if (given.length === 2) return genReply(given[0], given[1]);
    const [replies] = given;
    const list = (replies[0] === 'reply' ? [replies] : replies) as readonly ReplyAction[];
    for (const [, from, value] of list) genReply(from, value);
    return 'ok';
  },

  /** Has a machine terminate with a reason and waits until it has. Ports `gen_statem:stop/1,3`. */
  stop(server: ServerRef, reason: unknown = 'normal', timeout: Timeout = 'infinity'): Promise<'ok'> {
    return stopGen(server, reason, timeout);
  },

  /**
   * Has the calling process, which proc_lib must have started, go on as a machine. The function that calls it must return
   * its result, and does nothing more. Ports `gen_statem:enter_loop/4,5,6`.
   *
   * @param rest a name under which the process is registered already, or its address; actions; or both
   * @returns never; exits with 'process_not_registered', 'process_was_not_started_by_proc_lib' ...
   */
  enterLoop(
    module: new () => object,
    options: StartOptions,
    state: unknown,
    data: unknown,
    ...rest: readonly unknown[]
  ): Promise<never> {
    if (typeof module !== 'function') throw badarg('enterLoop', 'module', module, 'a class that extends GenStatem');
    const isNamed = rest.length === 2 || isServerName(rest[0]) || rest[0] === self();
    const [name, actions] = isNamed ? rest : [self(), ...rest];
    return become(new EnteredStatem(entryOf(name, options), new module() as AnyStatem, state, data, actions));
  },
};

function start(bond: Bond, given: readonly unknown[]): Promise<StartResult<never>> {
  return startGen(bond, () => {
    const isNamed = typeof given[0] !== 'function';
    const [name, module, args, options] = isNamed ? given : [undefined, ...given];
    if (typeof module !== 'function') throw badarg('start', 'module', module, 'a class that extends GenStatem');
    const machine = new (module as new () => object)() as AnyStatem;
    return { isNamed, name, args, options, makeDriver: (begin) => new StatemDriver(begin, machine) };
  });
}
