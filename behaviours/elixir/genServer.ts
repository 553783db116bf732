/**
 * The functions of Elixir's module GenServer: as those of gen_server, but a call that fails exits in Elixir's form.
 */
import {
  Address,
  exit,
  ExitError,
  genCall,
  isNameOnNode,
  locally,
  self,
  type From,
  type NameOnNode,
} from '../../lib/index.js';
import { checkTimeout } from '../checkTimeout.js';
import { functionClause } from '../functionClause.js';
import type { StartResult } from '../gen/start.js';
import type { StartOptionsByName } from '../gen/startOptions.js';
import { genServer } from '../genServer/module.js';
import type { ServerClass } from '../genServer/starting.js';
import { stopProcess } from '../procLib/stopProcess.js';
import { castTo, isServerRef, locate, type ServerRef } from '../via.js';
import { serverNameOf, type NameOption } from './nameOption.js';

type Timeout = number | 'infinity';

/** How Elixir's functions find a server; null, Elixir's nil, is a name that nobody has. */
export type ElixirServerRef = ServerRef | null;

/** Options of starting a server. */
export interface ElixirStartOptions extends StartOptionsByName {
  /** A local name, or a name in a registry. */
  readonly name?: NameOption | null;
}

/** Elixir's module GenServer; `regent-otp/elixir` has it under its own name. */
export const elixirGenServer = {
  /**
   * Starts a server that is linked with the caller. Ports `GenServer.start_link/3`.
   *
   * @returns `['ok', pid]`, `['error', reason]` or 'ignore'; raises an ArgumentError if the name is none
   */
  startLink<Args>(
    module: ServerClass<Args>,
    arg: NoInfer<Args>,
    options: ElixirStartOptions = {},
  ): Promise<StartResult> {
    return start('startLink', module, arg, options);
  },

  /** As `startLink`, without the link. Ports `GenServer.start/3`. */
  start<Args>(module: ServerClass<Args>, arg: NoInfer<Args>, options: ElixirStartOptions = {}): Promise<StartResult> {
    return start('start', module, arg, options);
  },

  /**
   * Sends a request and waits for the reply. Ports `GenServer.call/3`.
   *
   * @param timeout ms or 'infinity'
   * @returns the reply; exits with `[reason, ['Elixir.GenServer', 'call', [server, request, timeout]]]`
   */
  call(server: ElixirServerRef, request: unknown, timeout: Timeout = 5000): Promise<unknown> {
    try {
      checkTimeout('call', timeout);
      const to = whereis(server);
      return genCall('$gen_call', to ?? undefined, request, timeout, (reason) => [
        reason === 'noconnection' ? ['nodedown', nodeOf(to!)] : reason,
        ['Elixir.GenServer', 'call', [server, request, timeout]],
      ]);
    } catch (thrown) {
      return Promise.reject(thrown);
    }
  },

  /** Sends a request that has no reply. Ports `GenServer.cast/2`. */
  cast(server: ElixirServerRef, request: unknown): 'ok' {
    if (server === null) return 'ok';
    castTo('$gen_cast', isServerRef(server) ? server : functionClause(server), request);
    return 'ok';
  },

  /**
   * Has a server end, and waits until it has. Ports `GenServer.stop/3`.
   *
   * @param timeout ms or 'infinity'
   * @returns 'ok'; exits with `[why, ['Elixir.GenServer', 'stop', [server, reason, timeout]]]`
   */
  stop(server: ElixirServerRef, reason: unknown = 'normal', timeout: Timeout = 'infinity'): Promise<'ok'> {
    return locally(server instanceof Address ? server : undefined, async () => {
      const failed = (why: unknown): never => exit([why, ['Elixir.GenServer', 'stop', [server, reason, timeout]]]);
      const to = whereis(server) ?? failed('noproc');
      if (to === self()) return failed('calling_self');
      try {
        return await stopProcess(to, reason, timeout);
      } catch (thrown) {
        if (!(thrown instanceof ExitError)) throw thrown;
        return failed(thrown.reason);
      }
    });
  },

  /** Where a server is: its address, or `[name, node]` if it has a name on another node; null if nobody has the name. */
  whereis,

  /** Replies to a call that was not replied to at once. Ports `GenServer.reply/2`. */
  reply(from: From, value: unknown): 'ok' {
    return genServer.reply(from, value);
  },

  /** Casts to the servers of one name on several nodes. Ports `GenServer.abcast/3`. */
  abcast: genServer.abcast,

  /** Calls the servers of one name on several nodes. Ports `GenServer.multi_call/4`. */
  multiCall: genServer.multiCall,
};

function start<Args>(
  how: 'start' | 'startLink',
  module: ServerClass<Args>,
  arg: NoInfer<Args>,
  { name, ...options }: ElixirStartOptions,
): Promise<StartResult> {
  const serverName = serverNameOf(name);
  if (serverName === undefined) return genServer[how](module, arg, options);
  return genServer[how](serverName, module, arg, options);
}

/** Ports `GenServer.whereis/1`. */
function whereis(server: ElixirServerRef): Address | NameOnNode | null {
  if (server === null || server === undefined) return null;
  if (!isServerRef(server)) return functionClause(server);
  return locate(server) ?? null;
}

function nodeOf(server: Address | NameOnNode): string {
  return isNameOnNode(server) ? server[1] : server.node;
}
