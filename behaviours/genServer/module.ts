/**
 * The functions of the module gen_server.
 */
import {
  badarg,
  demonitor,
  ErlangError,
  ExitError,
  formatTerm,
  genCall,
  genCast,
  genReply,
  self,
  startDriver,
  type Address,
  type From,
  type Ref,
} from '../../lib/index.js';
import {
  isServerName,
  isServerRef,
  locate,
  nodeOfServer,
  sendTo,
  whereName,
  type ServerName,
  type ServerRef,
} from '../via.js';
import { stopProcess } from '../stopProcess.js';
import { ServerDriver } from './driver.js';
import type { AnyServer, StartResult } from './types.js';

/** A class that extends GenServer, whose `init` takes these arguments. */
export type ServerClass<Args> = new () => { init(args: Args): unknown };

/** Options of a start: how long `init` may take, in ms. */
export interface ServerOptions {
  readonly timeout?: number | 'infinity';
}

type Bond = 'link' | 'monitor' | 'none';

/** With or without a name: `start_link/3` and `start_link/4`. */
export interface StartServer<Pid> {
  <Args>(module: ServerClass<Args>, args: NoInfer<Args>, options?: ServerOptions): Promise<StartResult<Pid>>;
  <Args>(
    name: ServerName,
    module: ServerClass<Args>,
    args: NoInfer<Args>,
    options?: ServerOptions,
  ): Promise<StartResult<Pid>>;
}

/** Ports the module gen_server; see `GenServer` for the behaviour. */
export const genServer = {
  /**
   * Starts a server that is linked with the caller, and waits until its `init` is done. Ports
   * `gen_server:start_link/3,4`.
   *
   * @returns `['ok', pid]`, `['error', reason]`, `['error', ['already_started', pid]]` or `'ignore'`
   */
  startLink: ((...args: StartArguments) => start('link', args)) as StartServer<Address>,

  /** Starts a server without a link. Ports `gen_server:start/3,4`. */
  start: ((...args: StartArguments) => start('none', args)) as StartServer<Address>,

  /** Starts a server that the caller monitors: `['ok', [pid, ref]]`. Ports `gen_server:start_monitor/3,4`. */
  startMonitor: ((...args: StartArguments) => start('monitor', args)) as StartServer<readonly [Address, Ref]>,

  /** As `GenServer.call`, but without types. Ports `gen_server:call/2,3`. */
  call(server: ServerRef, request: unknown, timeout?: number | 'infinity'): Promise<unknown> {
    try {
      return callServer(server, request, timeout);
    } catch (thrown) {
      return Promise.reject(thrown);
    }
  },

  /** As `GenServer.cast`, but without types. Ports `gen_server:cast/2`. */
  cast(server: ServerRef, request: unknown): 'ok' {
    if (!isServerRef(server)) throw badarg('cast', 'server', server, 'an Address, a name, [name, node] or a via name');
    sendTo(server, request, castTo);
    return 'ok';
  },

  /** Replies to a call whose callback returned `noreply`; any process may do it. Ports `gen_server:reply/2`. */
  reply(from: From, value: unknown): 'ok' {
    return genReply(from, value);
  },

  /**
   * Has a server terminate with a reason and waits until it has. Ports `gen_server:stop/1,3`.
   *
   * @returns 'ok'; exits with 'noproc', 'timeout', or the reason with which it ended instead
   */
  stop(server: ServerRef, reason: unknown = 'normal', timeout: number | 'infinity' = 'infinity'): Promise<'ok'> {
    return stopProcess(server, reason, timeout);
  },
};

type StartArguments =
  | readonly [module: ServerClass<never>, args: unknown, options?: ServerOptions]
  | readonly [name: ServerName, module: ServerClass<never>, args: unknown, options?: ServerOptions];

async function start(bond: Bond, given: StartArguments): Promise<StartResult<never>> {
  const [name, module, args, options] = startArguments(given);
  const holder = name === undefined ? undefined : whereName(name);
  if (holder !== undefined) return ['error', ['already_started', holder]];
  const parent = bond === 'link' ? self() : undefined;
  const server = new module() as unknown as AnyServer;
  const { result, ref } = await startDriver((report) => new ServerDriver({ server, args, name, parent, report }), {
    bonds: bond === 'none' ? [] : [bond],
    timeout: options?.timeout ?? 'infinity',
  });
  if (ref === undefined) return result as StartResult<never>;
  if (!Array.isArray(result) || result[0] !== 'ok') {
    demonitor(ref, ['flush']);
    return result as StartResult<never>;
  }
  return ['ok', [result[1], ref] as never];
}

type FullStart = readonly [ServerName | undefined, ServerClass<never>, unknown, ServerOptions | undefined];

function startArguments(given: StartArguments): FullStart {
  const [name, module, args, options] = typeof given[0] === 'function' ? [undefined, ...given] : given;
  if (name !== undefined && !Array.isArray(name)) {
    throw new ErlangError(
      'function_clause',
      `start: name must be ['local', name] or a via name, not ${formatTerm(name)}`,
    );
  }
  if (name !== undefined && !isServerName(name)) {
    throw badarg('start', 'name', name, "['local', name] or ['via', registry, key]");
  }
  if (typeof module !== 'function') throw badarg('start', 'module', module, 'a class that extends GenServer');
  return [name, module as ServerClass<never>, args, options as ServerOptions | undefined];
}

function castTo(to: Parameters<typeof genCast>[1], request: unknown): void {
  genCast('$gen_cast', to, request);
}

function callServer(server: ServerRef, request: unknown, timeout: number | 'infinity' | undefined): Promise<unknown> {
  if (!isServerRef(server)) throw badarg('call', 'server', server, 'an Address, a name, [name, node] or a via name');
  const failure = (reason: unknown): unknown => [
    reason === 'noconnection' ? ['nodedown', nodeOfServer(server)] : reason,
    ['gen_server', 'call', timeout === undefined ? [server, request] : [server, request, timeout]],
  ];
  if (timeout !== undefined && timeout !== 'infinity' && !(Number.isInteger(timeout) && timeout >= 0)) {
    throw new ExitError(failure(['function_clause', []]));
  }
  return genCall('$gen_call', locate(server), request, timeout ?? 5000, failure);
}
