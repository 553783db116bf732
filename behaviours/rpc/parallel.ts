/** Evaluations that rpc spreads over the nodes. */
import { exit, node, nodes } from '../../lib/index.js';
import { rpcResult } from './badrpc.js';
import { erpcOutcome } from './erpcOutcome.js';
import { sendErpc } from './erpcRequest.js';

/** What to evaluate: the names of a module and of a function, and the arguments. */
export type Evaluation = readonly [module: string, fun: string, args: readonly unknown[]];

/**
 * Spreads calls of exported functions over this node and all it is connected with, one after the other. Ports
 * `rpc:parallel_eval/1`.
 *
 * @returns the results in the order of the calls: what `rpc.call` gives
 */
export async function parallelEval(calls: readonly Evaluation[]): Promise<readonly unknown[]> {
  const everyone = [node(), ...nodes()];
  const requests = calls.map((call, index) => sendErpc('parallelEval', [everyone[index % everyone.length], ...call]));
  return Promise.all(requests.map(async (request) => rpcResult(await erpcOutcome(request, 'infinity'))));
}

/**
 * Calls an exported function for each element of a list, spread over the nodes. Ports `rpc:pmap/3`.
 *
 * @param extra arguments after the element
 * @returns the results in order; exits with 'badrpc' if a call fails
 * @example
 * import { currentNode } from 'regent-otp';
 * import { rpc } from 'regent-otp/behaviours';
 *
 * currentNode().export('math', { times: (a: number, b: number) => a * b });
 * await rpc.pmap(['math', 'times'], [10], [1, 2, 3]); // => [10, 20, 30]
 */
export async function pmap(
  [module, fun]: readonly [module: string, fun: string],
  extra: readonly unknown[],
  list: readonly unknown[],
): Promise<readonly unknown[]> {
  const results = await parallelEval(list.map((element) => [module, fun, [element, ...extra]]));
  return results.some((result) => Array.isArray(result) && result[0] === 'badrpc') ? exit('badrpc') : results;
}
