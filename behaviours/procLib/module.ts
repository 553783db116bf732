/**
 * The functions of the module proc_lib.
 */
import { Address, badarg, isNameOnNode, type Ref } from '../../lib/index.js';
import type { CalleeFunction } from './callee.js';
import { getLabel, initialCall, setLabel, translateInitialCall } from './initialCalls.js';
import { initAck, initFail } from './report.js';
import { bondsIn, type StartSpawnOption } from './spawnOptions.js';
import { hibernate, spawnCallee, startCallee } from './start.js';
import { stopProcess, type ProcessRef } from './stopProcess.js';

type Timeout = number | 'infinity';

/** What to start, and then: how many ms it may take, and options of spawning. */
type Start<R> = CalleeFunction<readonly [timeout?: Timeout, options?: readonly StartSpawnOption[]], R>;

/** What to spawn, and then the options. */
interface SpawnOpt extends CalleeFunction<readonly [options: readonly StartSpawnOption[]], SpawnOptResult> {
  (fun: () => unknown, options: readonly StartSpawnOption[]): SpawnOptResult;
}

type SpawnOptResult = Address | readonly [Address, Ref];
type Given = readonly unknown[];

function isProcessRef(term: unknown): boolean {
  if (Array.isArray(term)) return isNameOnNode(term) && term[0] !== 'global';
  return term instanceof Address || typeof term === 'string';
}

/**
 * Ports the module proc_lib: processes that know their ancestors, tell their starter when they are ready, and report
 * when they crash. The behaviours are such processes. What is to run is a function and its arguments,
 * `procLib.spawn(loop, [state])`, or Erlang's `M, F, A`: `procLib.spawn(Module, 'loop', [state])`.
 */
export const procLib = {
  /**
   * Starts a process. Ports `proc_lib:spawn/1,3`.
   *
   * @example
   * import { get, on, receive, self, send } from 'regent-otp';
   * import { procLib } from 'regent-otp/behaviours';
   *
   * procLib.spawn((parent) => send(parent, get('$ancestors')), [self()]);
   * await receive(on([self()], () => 'its parent is me')); // => 'its parent is me'
   */
  spawn: ((...callee: Given) => spawnCallee('spawn', callee, [])) as CalleeFunction<readonly [], Address>,

  /** Starts a process that is linked with the caller. Ports `proc_lib:spawn_link/1,3`. */
  spawnLink: ((...callee: Given) => spawnCallee('spawnLink', callee, ['link'])) as CalleeFunction<readonly [], Address>,

  /**
   * Starts a process with options, which come last: 'link', 'monitor'. Ports `proc_lib:spawn_opt/2,4`.
   *
   * @returns the address, with 'monitor' `[pid, ref]`
   */
  spawnOpt: ((...given: Given) => {
    const options = given.at(-1) as readonly StartSpawnOption[];
    return spawnCallee('spawnOpt', given.slice(0, -1), bondsIn('spawnOpt', options));
  }) as SpawnOpt,

  /**
   * Starts a process and waits until it calls `initAck` or `initFail`. Ports `proc_lib:start/3,4,5`.
   *
   * @returns what it reports; `['error', reason]` if it ends before that, `['error', 'timeout']` if it takes too long
   * @example
   * import { on, receive } from 'regent-otp';
   * import { procLib } from 'regent-otp/behaviours';
   *
   * async function serve(limit: number) {
   *   procLib.initAck(['ok', limit]);
   *   await receive(on('stop', () => undefined));
   * }
   *
   * await procLib.start(serve, [10]); // => ['ok', 10]
   */
  start: (async (...given: Given) => startCallee('start', given, []).result) as Start<Promise<unknown>>,

  /** As `start`, linked with the caller. Ports `proc_lib:start_link/3,4,5`. */
  startLink: (async (...given: Given) => startCallee('startLink', given, ['link']).result) as Start<Promise<unknown>>,

  /** As `start`; the caller monitors the process, also if it fails: `[result, ref]`. Ports `proc_lib:start_monitor/3,4,5`. */
  startMonitor: (async (...given: Given) => {
    const { result, ref } = startCallee('startMonitor', given, ['monitor']);
    return [await result, ref!] as const;
  }) as Start<Promise<readonly [result: unknown, Ref]>>,

  /**
   * Tells the starter that the calling process is ready: `start` gives it `result`. A second one is a message
   * `['ack', pid, result]` to the parent. Ports `proc_lib:init_ack/1,2`.
   */
  initAck,

  /**
   * Tells the starter that the calling process could not come up, and ends it with an exception, `['exit', reason]` for
   * one. The starter gets `result` once the process has ended. Ports `proc_lib:init_fail/2,3`.
   *
   * @example
   * import { procLib } from 'regent-otp/behaviours';
   *
   * const start = () => procLib.initFail(['error', 'no_disk'], ['exit', 'normal']);
   * await procLib.start(start); // => ['error', 'no_disk']
   */
  initFail,

  /**
   * Has the calling process, which proc_lib must have started, give up what it does, wait for a message, and then run a
   * function that receives it. The function that calls it must return its result. Ports `proc_lib:hibernate/3`.
   *
   * @example
   * import { on, receive, self, send, type Address } from 'regent-otp';
   * import { procLib } from 'regent-otp/behaviours';
   *
   * const wake = (parent: Address) => receive(on('wake up', () => send(parent, 'awake')));
   * const pid = procLib.spawn((parent) => procLib.hibernate(wake, [parent]), [self()]);
   * send(pid, 'wake up');
   * await receive(on('awake', () => 'done')); // => 'done'
   */
  hibernate: ((...callee: Given) => hibernate(callee)) as CalleeFunction<readonly [], Promise<never>>,

  /**
   * Has a process terminate by a system message, and waits until it has. Ports `proc_lib:stop/1,3`.
   *
   * @param timeout ms, or 'infinity'
   * @returns 'ok'; exits with 'noproc', 'timeout', or the reason with which it ended instead
   */
  async stop(process: ProcessRef, reason: unknown = 'normal', timeout: Timeout = 'infinity'): Promise<'ok'> {
    // Erlang's proc_lib:stop monitors what it is given, and a global name cannot be monitored.
    if (!isProcessRef(process)) throw badarg('stop', 'process', process, 'an Address, a name, or [name, node]');
    return stopProcess(process, reason, timeout);
  },

  /**
   * What a process was started with, `[module, function, arguments]`, with placeholders for arguments; false if
   * proc_lib did not start it. Ports `proc_lib:initial_call/1`.
   */
  initialCall,

  /** The same as `[module, function, arity]`; of a gen_server its class and `init`. Ports `proc_lib:translate_initial_call/1`. */
  translateInitialCall,

  /** Gives the calling process a label, any term, that its crash report shows. Ports `proc_lib:set_label/1`. */
  setLabel,

  /** The label of a process of this node. Ports `proc_lib:get_label/1`. */
  getLabel,
} as const;
