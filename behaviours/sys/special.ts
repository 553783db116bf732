/** The functions of sys for special processes: those that handle system messages by themselves. */
import type { Address, From } from '../../lib/index.js';
import { Debug, debugOf, type DebugOption, type SystemEvent } from './debug.js';
import { handleSystem } from './handleSystem.js';
import { SpecialProcess, type SystemModule } from './specialProcess.js';

export const special = {
  /**
   * Handles `['system', from, request]` in a special process: replies, and goes on with
   * `module.systemContinue(parent, debug, misc)` or `module.systemTerminate(reason, parent, debug, misc)`. While the
   * process is suspended it waits here. Ports `sys:handle_system_msg/6`.
   *
   * A loop of promises that call each other never ends: let `systemContinue` return the new state to the loop.
   *
   * @returns what `systemContinue` returns
   * @example
   * import { exit, on, receive, self, type From } from 'regent-otp';
   * import { procLib, sys, type Debug } from 'regent-otp/behaviours';
   * import { P } from 'ts-pattern';
   *
   * const system = ['system', P._, P._] as const;
   * const callbacks = {
   *   systemContinue: (_parent: unknown, _debug: unknown, state: number) => state,
   *   systemTerminate: (reason: unknown) => exit(reason),
   * };
   *
   * async function loop(debug: Debug) {
   *   procLib.initAck(self());
   *   for (let state: unknown = 1; ; ) {
   *     const [, from, request] = await receive(on(system, (message) => message));
   *     state = await sys.handleSystemMsg(request, from as From, self(), callbacks, debug, state);
   *   }
   * }
   *
   * const pid = (await procLib.start(loop, [sys.debugOptions([])])) as ReturnType<typeof self>;
   * await sys.replaceState(pid, (state: number) => state + 1); // => 2
   * await sys.getState(pid); // => 2
   */
  async handleSystemMsg(
    request: unknown,
    from: From,
    parent: Address,
    module: SystemModule,
    debug: Debug,
    misc: unknown,
  ): Promise<unknown> {
    const process = new SpecialProcess(module, parent, debug, misc);
    await handleSystem(process, ['system', from, request]);
    return module.systemContinue(parent, process.debug, process.misc as never);
  },

  /** Makes what a special process hands to `handleDebug` and `handleSystemMsg`. Ports `sys:debug_options/1`. */
  debugOptions(options: readonly DebugOption[]): Debug {
    return debugOf(options) ?? new Debug();
  },

  /**
   * Tells whoever watches a special process of an event. `formFunc` is not called: events are told as they are. Ports
   * `sys:handle_debug/4`.
   */
  handleDebug(debug: Debug, _formFunc: unknown, extra: unknown, event: SystemEvent): Debug {
    if (!debug.isOff) debug.handle(event, extra);
    return debug;
  },

  /** The events in the log. Ports `sys:get_log/1`. */
  getLog(debug: Debug): readonly SystemEvent[] {
    return debug.log;
  },

  /** Has the node tell of the events in the log, as `sys.trace` does of those that come. Ports `sys:print_log/1`. */
  printLog(debug: Debug): 'ok' {
    return debug.printLog();
  },
};
