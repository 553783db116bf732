/**
 * Elixir's module Process: Erlang's functions about processes in Elixir's argument order, with nil, which is null, where
 * Erlang has undefined.
 */
import { argumentError, functionClause } from '../../../behaviours/index.js';
import {
  Address,
  after,
  alias,
  cancelTimer,
  demonitor,
  erase,
  ErlangError,
  exit,
  formatTerm,
  get,
  getKeys,
  groupLeader,
  isNameOnNode,
  isProcessAlive,
  link,
  monitor,
  node,
  nodes,
  processes,
  processFlag,
  processInfo,
  put,
  readTimer,
  receive,
  register,
  registered,
  send,
  sendAfter,
  sendNosuspend,
  spawnOpt,
  unalias,
  unlink,
  unregister,
  whereis,
  type Destination,
  type MonitorOption,
  type NameOnNode,
  type ProcessInfoItem,
  type Ref,
  type TimerOption,
} from '../../../lib/index.js';
import { procLib } from '../../../behaviours/index.js';

type InfoItems = readonly (readonly [ProcessInfoItem, unknown])[];

/** `info/1` and `info/2`. */
export interface ProcessInformation {
  (pid: Address): InfoItems | null;
  (pid: Address, item: ProcessInfoItem): readonly [ProcessInfoItem, unknown] | null;
  (pid: Address, items: readonly ProcessInfoItem[]): InfoItems | null;
}

/** Elixir's longest sleep in one piece, in ms. */
const longest = 0xffffffff;

/**
 * Ports Elixir's module Process.
 *
 * @example
 * import { exit, on, receive, self } from 'regent-otp';
 * import { Process } from 'regent-otp/elixir';
 *
 * Process.flag('trap_exit', true);
 * const pid = Process.spawn(() => exit('boom'), ['link']);
 * await receive(on(['EXIT', pid, 'boom'], () => 'it is over')); // => 'it is over'
 * Process.whereis('nobody'); // => null
 * Process.register(self(), 'me'); // => true
 */
export const Process = {
  [Symbol.toStringTag]: 'Elixir.Process',

  alias,

  /** Whether a process of this node is alive. Ports `Process.alive?/1`. */
  alive: isProcessAlive,

  cancelTimer,

  /** Takes an entry out of the process dictionary: its value, or null. */
  delete(key: unknown): unknown {
    return erase(key) ?? null;
  },

  demonitor,

  /** Sends an exit signal. */
  exit(pid: Address, reason: unknown): true {
    return exit(pid, reason);
  },

  flag: processFlag,

  /** All of the process dictionary; or the value of a key, or a default if there is none. */
  get: ((...given: readonly [] | readonly [key: unknown, fallback?: unknown]) => {
    if (given.length === 0) return get();
    const [key, fallback = null] = given;
    return get(key) ?? fallback;
  }) as {
    (): readonly (readonly [unknown, unknown])[];
    (key: unknown, fallback?: unknown): unknown;
  },

  getKeys,

  /** The group leader of the calling process; or has a process have another one: `Process.group_leader(pid, leader)`. */
  groupLeader(...given: readonly [] | readonly [pid: Address, leader: Address]): Address | true {
    return given.length === 0 ? groupLeader() : groupLeader(given[1], given[0]);
  },

  /** Waits for a message, and then runs something. */
  hibernate: procLib.hibernate,

  /** What is known of a process; null if it has ended. */
  info: ((pid: Address, ...item: readonly [(ProcessInfoItem | readonly ProcessInfoItem[])?]) => {
    if (item.length === 0) return processInfo(pid) ?? null;
    if (item[0] !== 'registered_name') return processInfo(pid, item[0] as ProcessInfoItem) ?? null;
    const found = processInfo(pid, 'registered_name');
    if (found === undefined) return null;
    return found.length === 0 ? ['registered_name', []] : found;
  }) as ProcessInformation,

  link,

  /** All processes of this node. */
  list: processes,

  /** Watches a process: when it ends, the caller gets `['DOWN', ref, 'process', object, reason]`. */
  monitor(target: Address | string | NameOnNode, options: readonly MonitorOption[] = []): Ref {
    return monitor('process', target, options);
  },

  /** Stores a value in the process dictionary: the value before, or null. */
  put(key: unknown, value: unknown): unknown {
    return put(key, value) ?? null;
  },

  readTimer,

  /** Gives a process a name. Raises an ArgumentError if it cannot have it. */
  register(pid: Address, name: string): true {
    if (typeof name !== 'string') return functionClause(name);
    try {
      return register(name, pid);
    } catch (thrown) {
      if (!(thrown instanceof ErlangError)) throw thrown;
      const isElsewhere = pid instanceof Address && pid.node !== node();
      throw argumentError(
        isElsewhere
          ? `could not register ${formatTerm(pid)} because it belongs to another node`
          : `could not register ${formatTerm(pid)} with name ${formatTerm(name)} because it is not alive, ` +
              'the name is already taken, or it has already been given another name',
      );
    }
  },

  registered,

  /**
   * Sends a message; with options it may not be sent. Ports `Process.send/3`.
   *
   * @returns 'ok'; with 'noconnect' 'noconnect' if that took a new connection; with 'nosuspend' 'nosuspend' if the
   *   caller had to wait
   */
  send(
    to: Destination,
    message: unknown,
    options: readonly ('noconnect' | 'nosuspend')[],
  ): 'ok' | 'noconnect' | 'nosuspend' {
    if (options.includes('noconnect') && !isReachable(to)) return 'noconnect';
    if (!options.includes('nosuspend')) send(to, message);
    else if (!sendNosuspend(to, message)) return 'nosuspend';
    return 'ok';
  },

  /** Sends a message after so many ms: the reference of the timer. */
  sendAfter(to: Address | string, message: unknown, ms: number, options: readonly TimerOption[] = []): Ref {
    return sendAfter(ms, to, message, options);
  },

  setLabel: procLib.setLabel,

  /** Waits, in ms or for ever with 'infinity'. */
  async sleep(ms: number | 'infinity'): Promise<'ok'> {
    if (ms === 'infinity') return receive(after(ms, () => 'ok' as const));
    for (let left = ms; left > longest; left -= longest) await receive(after(longest, () => 'ok'));
    return receive(after(ms > longest ? ms % longest : ms, () => 'ok' as const));
  },

  /** Starts a process with options, 'link' and 'monitor'. */
  spawn: spawnOpt,

  unalias,

  unlink,

  unregister,

  /** The process that has a name, or null. */
  whereis(name: string): Address | null {
    return whereis(name) ?? null;
  },
};

function isReachable(to: Destination): boolean {
  const where = typeof to === 'string' ? node() : isNameOnNode(to) ? to[1] : to.node;
  return where === node() || nodes().includes(where);
}
