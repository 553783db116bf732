/**
 * The functions of the module rpc.
 */
import { locally, node, nodes, processInfo, type Address, type ProcessInfoItem } from '../../lib/index.js';
import { rpcError, rpcResult, withoutErpc } from './badrpc.js';
import { castTo, callOutcome, multicallOutcomes } from './erpcCalls.js';
import { erpcMs, erpcOutcome, nextEnd } from './erpcOutcome.js';
import { outcomeIn, sendErpc, type ErpcRequestId } from './erpcRequest.js';
import { parallelEval, pmap } from './parallel.js';
import { rpcServers } from './rpcServers.js';

type Args = readonly unknown[];
type Timeout = number | 'infinity';

/** The key of a call that is under way. */
export type RpcKey = ErpcRequestId;

/** What `multicall` gives: the results of those that answered, in their order, and the nodes that did not. */
export type RpcMulticallResult = readonly [results: readonly unknown[], bad: readonly string[]];

/**
 * Ports the module rpc: calls of functions that other nodes export (`node.export`). What goes wrong is told by a value,
 * `['badrpc', reason]`; `erpc` raises it instead.
 */
export const rpc = {
  /**
   * Calls an exported function of a node. Ports `rpc:call/4,5`.
   *
   * @param timeout ms, or 'infinity', the default
   * @returns the value, or what the function threw; `['badrpc', ['EXIT', reason]]` if it failed, also with 'undef' if the
   *   node does not export it; `['badrpc', 'nodedown']`, `['badrpc', 'timeout']`
   * @example
   * import { currentNode, exit, node } from 'regent-otp';
   * import { rpc } from 'regent-otp/behaviours';
   *
   * currentNode().export('bank', { rate: () => 3, close: () => exit('closed') });
   * await rpc.call(node(), 'bank', 'rate', []); // => 3
   * await rpc.call(node(), 'bank', 'close', []); // => ['badrpc', ['EXIT', 'closed']]
   * await rpc.call('nowhere', 'bank', 'rate', []); // => ['badrpc', 'nodedown']
   */
  call(to: string, module: string, fun: string, args: Args, timeout: Timeout = 'infinity'): Promise<unknown> {
    return result('rpc.call', () => callOutcome([to, module, fun, args], timeout).then(rpcResult));
  },

  /** As `call`, but calls of this kind run one after the other on their node. Ports `rpc:block_call/4,5`. */
  blockCall(to: string, module: string, fun: string, args: Args, timeout: Timeout = 'infinity'): Promise<unknown> {
    return result('rpc.blockCall', async () => {
      const request = sendErpc('blockCall', [to, 'rpc', 'block_call', [module, fun, args]]);
      return rpcResult(await erpcOutcome(request, erpcMs('blockCall', timeout)));
    });
  },

  /**
   * Has a node run an exported function, and does not wait for it. Ports `rpc:cast/4`.
   *
   * @returns true
   */
  cast(to: string, module: string, fun: string, args: Args): true {
    withoutErpc('rpc.cast', () => castTo('cast', [to], [module, fun, args]));
    return true;
  },

  /**
   * Calls an exported function of several nodes at once, of this one and all it is connected with if none are named. Ports
   * `rpc:multicall/3,4,5`.
   *
   * @param timeout ms, or 'infinity', the default
   * @example
   * import { currentNode, node } from 'regent-otp';
   * import { rpc } from 'regent-otp/behaviours';
   *
   * currentNode().export('bank', { rate: () => 3 });
   * await rpc.multicall([node(), 'nowhere'], 'bank', 'rate', []); // => [[3], ['nowhere']]
   */
  multicall: ((...given: readonly unknown[]) => {
    const [to, callee] = Array.isArray(given[0]) ? [given[0] as readonly string[], given.slice(1)] : [undefined, given];
    const timeout = (callee[3] ?? 'infinity') as Timeout;
    return result('rpc.multicall', () => multicall(to ?? everyone(), callee.slice(0, 3), timeout));
  }) as RpcMulticall,

  /**
   * Has several nodes run an exported function, and does not wait for it; this one and all it is connected with if none are
   * named. Ports `rpc:eval_everywhere/3,4`.
   *
   * @returns 'abcast'
   */
  evalEverywhere: ((...given: readonly unknown[]) => {
    const [to, ...callee] = Array.isArray(given[0]) ? given : [everyone(), ...given];
    withoutErpc('rpc.evalEverywhere', () => castTo('cast', to as readonly string[], callee));
    return 'abcast';
  }) as EvalEverywhere,

  /**
   * Calls an exported function, and waits for the result later, with `yield`. Ports `rpc:async_call/4`.
   *
   * @returns a key, for the calling process alone
   */
  asyncCall(to: string, module: string, fun: string, args: Args): RpcKey {
    return withoutErpc('rpc.asyncCall', () => sendErpc('asyncCall', [to, module, fun, args]));
  },

  /** Waits for the result of `asyncCall`: what `call` gives. Ports `rpc:yield/1`. */
  async yield(key: RpcKey): Promise<unknown> {
    return rpcResult(await erpcOutcome(key, 'infinity'));
  },

  /**
   * Waits for the result of `asyncCall` no longer than so many ms, by default not at all. Ports `rpc:nb_yield/1,2`.
   *
   * @returns `['value', result]`, or 'timeout': then it can be waited for again
   */
  async nbYield(key: RpcKey, timeout: Timeout = 0): Promise<readonly ['value', unknown] | 'timeout'> {
    const [tag, request] = key;
    const end = await nextEnd(request, erpcMs('nbYield', timeout));
    return end === undefined ? 'timeout' : ['value', rpcResult(outcomeIn(end, tag))];
  },

  parallelEval,
  pmap,

  /**
   * Information about a process of any node; that of another must export `process_info` of 'erlang'. Ports
   * `rpc:pinfo/1,2`.
   */
  async pinfo(pid: Address, item?: ProcessInfoItem | readonly ProcessInfoItem[]): Promise<unknown> {
    const args = item === undefined ? [pid] : [pid, item];
    if (pid.node !== node()) return rpc.call(pid.node, 'erlang', 'process_info', args);
    return (processInfo as (...given: readonly unknown[]) => unknown)(...args);
  },

  ...rpcServers,
} as const;

export interface RpcMulticall {
  (module: string, fun: string, args: Args, timeout?: Timeout): Promise<RpcMulticallResult>;
  (nodes: readonly string[], module: string, fun: string, args: Args, timeout?: Timeout): Promise<RpcMulticallResult>;
}

export interface EvalEverywhere {
  (module: string, fun: string, args: Args): 'abcast';
  (nodes: readonly string[], module: string, fun: string, args: Args): 'abcast';
}

function everyone(): readonly string[] {
  return [node(), ...nodes()];
}

async function multicall(
  to: readonly string[],
  callee: readonly unknown[],
  timeout: Timeout,
): Promise<RpcMulticallResult> {
  const outcomes = await multicallOutcomes(to, callee, timeout);
  const results: unknown[] = [];
  const bad: string[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const [kind, reason] = outcome;
    const isLost = kind === 'error' && Array.isArray(reason) && reason[0] === 'erpc';
    if (isLost && (reason[1] === 'noconnection' || reason[1] === 'timeout')) bad.push(to[index]!);
    else results.push(rpcResult(outcome));
  }
  return [results, bad];
}

/** Does something in a process, of plain code in one of its own; what erpc says of wrong arguments is 'badarg' here. */
function result<T>(where: string, action: () => Promise<T>): Promise<T> {
  return locally(undefined, action).catch((thrown: unknown) => {
    throw rpcError(where, thrown);
  });
}
