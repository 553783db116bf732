/**
 * The functions of the module global.
 */
import { Address, exit, send } from '../../lib/index.js';
import { noClause } from '../functionClause.js';
import { allNodes, checkId, checkNodes, checkRetries, delLock, setLock, trans, type Retries } from './locking.js';
import type { LockId } from './locks.js';
import { nodeClaims } from './nodeClaims.js';
import { register, reRegister, unregister } from './registering.js';
import { notifyAllName, randomExitName, randomNotifyName, type Resolve } from './resolvers.js';
import { askHere } from './serving.js';

/**
 * Ports the module global: names of processes that are unique in the cluster, and locks. Servers have such names as
 * `['global', name]`; a name is any term. It is gone when its process ends or the node of it is lost.
 *
 * Nothing has to be started: nodes that connect tell each other their names. If both know a name, of different processes,
 * the function that one of them was registered with decides, once; by default it kills one of the processes.
 *
 * When not to use it: for names on one node (`register`, `registry`), or for names that several processes may have (`pg`).
 * A registration asks every node.
 *
 * @example
 * import { genServer, GenServer, global, ok, reply } from 'regent-otp/behaviours';
 *
 * class Leader extends GenServer<string> {
 *   init(motto: string) {
 *     return ok(motto);
 *   }
 *   override handleCall(_request: 'motto', _from: unknown, motto: string) {
 *     return reply(motto, motto);
 *   }
 * }
 *
 * const [, pid] = await genServer.start(['global', 'leader'], Leader, 'onward');
 * await genServer.call(['global', 'leader'], 'motto'); // => 'onward'
 * global.whereisName('leader'); // => pid
 */
export const global = {
  /**
   * Gives a process a name, on all nodes: when this is done they know it. Ports `global:register_name/2,3`.
   *
   * @param resolve decides when nodes connect that both know the name: `global.randomExitName` (the default),
   *   `global.randomNotifyName`, `global.notifyAllName`, or a function of your own `(name, pid1, pid2)`, which gives one of
   *   the processes, or 'none'. A function of your own stays on the node that called this, and the name with it
   * @returns 'yes'; 'no' if the name is taken, or the process has one already
   * @example
   * import { self } from 'regent-otp';
   * import { global } from 'regent-otp/behaviours';
   *
   * await global.registerName(['room', 5], self()); // => 'yes'
   * await global.registerName(['room', 5], self()); // => 'no'
   */
  async registerName(name: unknown, pid: Address, resolve: Resolve = randomExitName): Promise<'yes' | 'no'> {
    checkPid('registerName', pid);
    checkResolve('registerName', resolve);
    return register(name, pid, resolve);
  },

  /** As `registerName`, but takes the name from whoever has it. Ports `global:re_register_name/2,3`; gives 'yes'. */
  async reRegisterName(name: unknown, pid: Address, resolve: Resolve = randomExitName): Promise<'yes' | 'no'> {
    checkPid('reRegisterName', pid);
    checkResolve('reRegisterName', resolve);
    return reRegister(name, pid, resolve);
  },

  /** Takes a name back, on all nodes. Ports `global:unregister_name/1`; gives 'ok', also if nobody has it. */
  async unregisterName(name: unknown): Promise<'ok'> {
    return nodeClaims().whereis(name) === undefined ? 'ok' : unregister(name);
  },

  /** The process with a name, as this node knows it, or undefined. Ports `global:whereis_name/1`. */
  whereisName(name: unknown): Address | undefined {
    return nodeClaims().whereis(name);
  },

  /**
   * Sends to the process with a name. Ports `global:send/2`.
   *
   * @returns the process; exits with `['badarg', [name, message]]` if nobody has the name
   */
  send(name: unknown, message: unknown): Address {
    const pid = nodeClaims().whereis(name) ?? exit(['badarg', [name, message]]);
    send(pid, message);
    return pid;
  },

  /** All names that this node knows. Ports `global:registered_names/0`. */
  registeredNames(): readonly unknown[] {
    return nodeClaims().names();
  },

  /** Waits until this node and all it is connected with know each other's names. Ports `global:sync/0`; gives 'ok'. */
  async sync(): Promise<'ok'> {
    await askHere('synced');
    return 'ok';
  },

  /**
   * Sets a lock on nodes. It is free again when it is deleted, and when the process that set it ends or its node is lost.
   * Ports `global:set_lock/1,2,3`.
   *
   * @param id `[resource, requester]`; who comes with the same requester has the same lock
   * @param nodes where; if they are left out, this node and all it is connected with. Nodes that are not there do not count
   * @param retries how often it tries again when somebody else has the lock, with growing pauses (up to 8 s); 'infinity' by
   *   default
   * @returns true; false when all tries have failed
   * @example
   * import { node, self } from 'regent-otp';
   * import { global } from 'regent-otp/behaviours';
   *
   * await global.setLock(['printer', self()]); // => true
   * await global.setLock(['printer', 'somebody else'], [node()], 0); // => false
   * await global.delLock(['printer', self()]); // => true
   */
  async setLock(id: LockId, nodes: readonly string[] = allNodes(), retries: Retries = 'infinity'): Promise<boolean> {
    checkId('setLock', id);
    checkNodes('setLock', nodes);
    checkRetries('setLock', retries);
    return setLock(id, nodes, retries);
  },

  /** Deletes a lock that the calling process has set. Ports `global:del_lock/1,2`; gives true, also if there is none. */
  async delLock(id: LockId, nodes: readonly string[] = allNodes()): Promise<true> {
    checkId('delLock', id);
    checkNodes('delLock', nodes);
    return delLock(id, nodes);
  },

  /**
   * Does something while it has a lock. Ports `global:trans/2,3,4`.
   *
   * @returns what the function gives; 'aborted' if it cannot get the lock
   * @example
   * import { self } from 'regent-otp';
   * import { global } from 'regent-otp/behaviours';
   *
   * await global.trans(['table', self()], () => 'written'); // => 'written'
   */
  async trans<T>(
    id: LockId,
    fun: () => T | PromiseLike<T>,
    nodes: readonly string[] = allNodes(),
    retries: Retries = 'infinity',
  ): Promise<T | 'aborted'> {
    checkId('trans', id);
    checkNodes('trans', nodes);
    checkRetries('trans', retries);
    if (typeof fun !== 'function') throw noClause('trans', 'fun', fun, 'a function');
    return trans(id, fun, nodes, retries);
  },

  randomExitName,
  randomNotifyName,
  notifyAllName,

  /** Its name where modules are shown. */
  [Symbol.toStringTag]: 'global',
};

function checkPid(where: string, pid: unknown): void {
  if (!(pid instanceof Address)) throw noClause(where, 'pid', pid, 'an Address');
}

function checkResolve(where: string, resolve: unknown): void {
  if (typeof resolve !== 'function') throw noClause(where, 'resolve', resolve, 'a function');
}
