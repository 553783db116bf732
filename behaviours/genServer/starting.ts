/** The functions of gen_server that start servers. */
import { badarg, become, self, type Address, type Ref } from '../../lib/index.js';
import { entryOf } from '../gen/entry.js';
import type { StartOptions } from '../gen/startOptions.js';
import { startGen, type Bond, type StartResult } from '../gen/start.js';
import type { Speaking, Speaks } from '../speaks.js';
import type { ServerName } from '../via.js';
import { isAction, isServerClass, newServer } from './anyServer.js';
import { EnteredServer, ServerDriver } from './driver.js';
import type { Action, AnyCall } from './types.js';

/** A class that extends GenServer, whose `init` takes these arguments, and its protocol. */
export type ServerClass<Args, Calls extends AnyCall = AnyCall, Casts = unknown> = new () => Speaks<Calls, Casts> & {
  init(args: Args): unknown;
};

/** A class that extends GenServer, with this state. */
export type ServerClassOf<State> = new () => { terminate(reason: unknown, state: State): unknown };

/** With or without a name: `start_link/3` and `start_link/4`. */
export interface StartServer<Pid> {
  <Args, Calls extends AnyCall, Casts>(
    module: ServerClass<Args, Calls, Casts>,
    args: NoInfer<Args>,
    options?: StartOptions,
  ): Promise<StartResult<Speaking<Pid, Calls, Casts>>>;
  <Args, Calls extends AnyCall, Casts>(
    name: ServerName,
    module: ServerClass<Args, Calls, Casts>,
    args: NoInfer<Args>,
    options?: StartOptions,
  ): Promise<StartResult<Speaking<Pid, Calls, Casts>>>;
}

/** `enter_loop/3,4,5`: a name, how to go on, or both. */
export interface EnterLoop {
  <State>(module: ServerClassOf<State>, options: StartOptions, state: NoInfer<State>, how?: Action): Promise<never>;
  <State>(
    module: ServerClassOf<State>,
    options: StartOptions,
    state: NoInfer<State>,
    name: ServerName | Address,
    how?: Action,
  ): Promise<never>;
}

type Given = readonly unknown[];

export const starting = {
  /**
   * Starts a server that is linked with the caller, and waits until its `init` is done. When the caller ends, the server
   * does. Ports `gen_server:start_link/3,4`.
   *
   * @param name `['local', name]`, `['global', name]` or `['via', registry, key]`; may be left out
   * @param module a class that extends GenServer
   * @param args what its `init` gets
   * @param options `timeout` in ms, `hibernate_after` in ms, `debug`, `spawn_opt`: `[['timeout', 1000]]` or
   *   `{ timeout: 1000 }`
   * @returns `['ok', pid]`, `['error', reason]`, `['error', ['already_started', pid]]` or `'ignore'`
   * @example
   * import { genServer, GenServer, ok } from 'regent-otp/behaviours';
   *
   * class Counter extends GenServer<number> {
   *   init(from: number) {
   *     return from < 0 ? (['stop', 'negative'] as const) : ok(from);
   *   }
   * }
   *
   * (await genServer.startLink(['local', 'counter'], Counter, 1))[0]; // => 'ok'
   * await genServer.start(Counter, -1); // => ['error', 'negative']
   */
  startLink: ((...given: Given) => start('link', given)) as StartServer<Address>,

  /** As `startLink`, without the link. Ports `gen_server:start/3,4`. */
  start: ((...given: Given) => start('none', given)) as StartServer<Address>,

  /** As `start`; the caller monitors the server: `['ok', [pid, ref]]`. Ports `gen_server:start_monitor/3,4`. */
  startMonitor: ((...given: Given) => start('monitor', given)) as StartServer<readonly [Address, Ref]>,

  /**
   * Has the calling process, which proc_lib must have started, go on as a server. The function that calls it must return
   * its result, and does nothing more. Ports `gen_server:enter_loop/3,4,5`.
   *
   * @param name under which the process is registered already
   * @param how as the last element of what `init` returns
   * @returns never; exits with 'process_not_registered', 'process_was_not_started_by_proc_lib' ...
   * @example
   * import { register, self, type Address } from 'regent-otp';
   * import { genServer, GenServer, ok, procLib, reply } from 'regent-otp/behaviours';
   *
   * class Greeter extends GenServer<string> {
   *   init() {
   *     return ok('');
   *   }
   *   override handleCall(_request: unknown, _from: unknown, greeting: string) {
   *     return reply(greeting, greeting);
   *   }
   * }
   *
   * function prepare(greeting: string) {
   *   register('greeter', self());
   *   procLib.initAck(['ok', self()]);
   *   return genServer.enterLoop(Greeter, [], greeting, ['local', 'greeter']);
   * }
   *
   * await procLib.startLink(prepare, ['hello']);
   * await genServer.call('greeter', 'greet'); // => 'hello'
   */
  enterLoop: ((module: unknown, options: StartOptions, state: unknown, ...how: Given) =>
    enterLoop(module, options, state, how)) as EnterLoop,
};

function start(bond: Bond, given: Given): Promise<StartResult<never>> {
  return startGen(bond, () => {
    const isNamed = !isServerClass(given[0]);
    const [name, module, args, options] = isNamed ? given : [undefined, ...given];
    const server = newServer(classOf('start', module));
    return { isNamed, name, args, options, makeDriver: (begin) => new ServerDriver(begin, server) };
  });
}

function classOf(where: string, module: unknown): new () => object {
  if (!isServerClass(module)) throw badarg(where, 'module', module, 'a class that extends GenServer');
  return module;
}

function enterLoop(module: unknown, options: StartOptions, state: unknown, how: Given): Promise<never> {
  const isNamed = how.length > 0 && !isAction(how[0]);
  const [name, action = 'infinity'] = isNamed ? how : [self(), ...how];
  if (!isAction(action)) throw badarg('enterLoop', 'how', action, "ms, 'infinity', 'hibernate' or ['continue', term]");
  const { start, before } = entryOf(name, options);
  return become(new EnteredServer(start, newServer(classOf('enterLoop', module)), before, [state, action]));
}
