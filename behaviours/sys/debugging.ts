/** The functions of sys that watch a process. */
import type { ServerRef } from '../via.js';
import type { DebugFunction, FunctionSpec } from './debug.js';
import { systemRequest } from './request.js';

type Timeout = number | 'infinity';

export const debugging = {
  /**
   * Has the node tell of each event of a process, as its event 'report' with the label `['sys', 'trace']`. OTP prints
   * them. Ports `sys:trace/2,3`.
   */
  trace: (name: ServerRef, flag: boolean, timeout?: Timeout): Promise<unknown> => command(name, 'trace', flag, timeout),

  /**
   * Keeps the last events of a process: `true` (10 of them), `[true, n]`, `false`; 'get' gives `['ok', events]`, 'print'
   * has the node tell of them as `trace` does. Ports `sys:log/2,3`.
   *
   * @example
   * import { genServer, GenServer, noreply, ok, sys } from 'regent-otp/behaviours';
   *
   * class Silent extends GenServer<number> {
   *   init() {
   *     return ok(0);
   *   }
   *   override handleCast(_request: unknown, state: number) {
   *     return noreply(state + 1);
   *   }
   * }
   *
   * await genServer.start(['local', 'silent'], Silent, []);
   * await sys.log('silent', true);
   * genServer.cast('silent', 'hello');
   * await sys.log('silent', 'get'); // => ['ok', [['in', ['$gen_cast', 'hello']], ['noreply', 1]]]
   */
  log: (
    name: ServerRef,
    flag: boolean | readonly [true, number] | 'get' | 'print',
    timeout?: Timeout,
  ): Promise<unknown> => command(name, 'log', flag, timeout),

  /**
   * Counts messages: `true`, `false`, 'get' gives `['ok', pairs]`, or `['ok', 'no_statistics']`. Ports
   * `sys:statistics/2,3`.
   */
  statistics: (name: ServerRef, flag: boolean | 'get', timeout?: Timeout): Promise<unknown> =>
    command(name, 'statistics', flag, timeout),

  /**
   * Calls a function for each event of a process, in that process: `[fun, state]` or `[id, fun, state]`. It gets its
   * state, the event and the name, and gives its next state, or 'done' to be removed. Ports `sys:install/2,3`.
   *
   * @example
   * import { on, receive, self, send } from 'regent-otp';
   * import { genServer, GenServer, ok, sys } from 'regent-otp/behaviours';
   *
   * class Idle extends GenServer<null> {
   *   init() {
   *     return ok(null);
   *   }
   * }
   *
   * const me = self();
   * await genServer.start(['local', 'idle'], Idle, []);
   * await sys.install('idle', [(seen: number, event: unknown) => (send(me, [seen, event]), seen + 1), 1]); // => 'ok'
   * genServer.cast('idle', 'hello');
   * await receive(on([1, ['in', ['$gen_cast', 'hello']]], () => 'seen')); // => 'seen'
   */
  install: (name: ServerRef, spec: FunctionSpec, timeout?: Timeout): Promise<unknown> =>
    command(name, 'install', spec, timeout),

  /** Takes back an `install`, by the function or by its id. Ports `sys:remove/2,3`. */
  remove: (name: ServerRef, funOrId: DebugFunction | unknown, timeout?: Timeout): Promise<unknown> =>
    command(name, 'remove', funOrId, timeout),

  /** Switches all watching of a process off. Ports `sys:no_debug/1,2`. */
  noDebug: (name: ServerRef, timeout?: Timeout): Promise<unknown> => {
    const request = ['debug', 'no_debug'];
    return systemRequest(name, request, [request], timeout);
  },
};

function command(name: ServerRef, kind: string, flag: unknown, timeout: Timeout | undefined): Promise<unknown> {
  return systemRequest(name, ['debug', [kind, flag]], [kind, flag], timeout);
}
