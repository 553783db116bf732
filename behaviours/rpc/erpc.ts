/**
 * The functions of the module erpc.
 */
import { locally } from '../../lib/index.js';
import { castTo, callOutcome, multicallOutcomes } from './erpcCalls.js';
import { erpcCollections } from './erpcCollections.js';
import { unwrap, type ErpcTimeout } from './erpcOutcome.js';
import type { Outcome } from './erpcRequest.js';

/**
 * Ports the module erpc: calls of functions that other nodes export (`node.export`). What a function raises is raised at
 * the caller, told apart from what goes wrong between the nodes.
 */
export const erpc = {
  /**
   * Calls an exported function of a node. Ports `erpc:call/4,5`.
   *
   * @param timeout ms, 'infinity' (the default), or `['abs', ms]` of `monotonicTime()`
   * @returns the value. What the function throws is thrown; it exits with `['exception', reason]` when the function
   *   exits, and with `['signal', reason]` when its process is ended by others; it raises the error
   *   `['exception', reason, stack]` for an error of the function, and `['erpc', 'noconnection' | 'timeout' | 'badarg']`
   * @example
   * import { catchTerm, currentNode, exit, node } from 'regent-otp';
   * import { erpc } from 'regent-otp/behaviours';
   *
   * currentNode().export('bank', { rate: () => 3, close: () => exit('closed') });
   * await erpc.call(node(), 'bank', 'rate', [], 1000); // => 3
   * await catchTerm(() => erpc.call(node(), 'bank', 'close', [])); // => ['EXIT', ['exception', 'closed']]
   */
  call(
    to: string,
    module: string,
    fun: string,
    args: readonly unknown[],
    timeout: ErpcTimeout = 'infinity',
  ): Promise<unknown> {
    return locally(undefined, async () => unwrap(await callOutcome([to, module, fun, args], timeout)));
  },

  /**
   * Has a node run an exported function, and does not wait for it. Ports `erpc:cast/4`.
   *
   * @returns 'ok'
   */
  cast(to: string, module: string, fun: string, args: readonly unknown[]): 'ok' {
    castTo('cast', [to], [module, fun, args]);
    return 'ok';
  },

  /**
   * Calls an exported function of several nodes at once. Ports `erpc:multicall/4,5`.
   *
   * @param timeout as in `call`
   * @returns for each node, in their order: `['ok', value]`, or the exception that `call` would raise: `['throw', value]`,
   *   `['exit', reason]`, `['error', reason]`
   */
  multicall(
    nodes: readonly string[],
    module: string,
    fun: string,
    args: readonly unknown[],
    timeout: ErpcTimeout = 'infinity',
  ): Promise<readonly Outcome[]> {
    return locally(undefined, () => multicallOutcomes(nodes, [module, fun, args], timeout));
  },

  /**
   * Has several nodes run an exported function, and does not wait for it. Ports `erpc:multicast/4`.
   *
   * @returns 'ok'
   */
  multicast(nodes: readonly string[], module: string, fun: string, args: readonly unknown[]): 'ok' {
    castTo('multicast', nodes, [module, fun, args]);
    return 'ok';
  },

  ...erpcCollections,
} as const;
