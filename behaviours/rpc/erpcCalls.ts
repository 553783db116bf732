/** Calls and casts by names, as erpc and rpc make them. */
import { node, spawnRequest } from '../../lib/index.js';
import { erpcBadarg } from './erpcError.js';
import { erpcMs, erpcOutcome, outcomeHere, type ErpcTimeout } from './erpcOutcome.js';
import { checkErpcCallee, sendErpc, type ErpcCallee, type Outcome } from './erpcRequest.js';

/** Calls a function, and tells how that ended. */
export async function callOutcome(callee: readonly unknown[], timeout: ErpcTimeout): Promise<Outcome> {
  const checked = checkErpcCallee('call', callee);
  const ms = erpcMs('call', timeout);
  return isDirect(checked, ms) ? outcomeHere(checked) : erpcOutcome(sendErpc('call', checked), ms);
}

/** Calls a function of several nodes, and tells how that ended on each, in their order. */
export async function multicallOutcomes(
  nodes: readonly string[],
  callee: readonly unknown[],
  timeout: ErpcTimeout,
): Promise<readonly Outcome[]> {
  const callees = calleesOn('multicall', nodes, callee);
  const ms = erpcMs('multicall', timeout);
  // What runs here does so once the others have been asked.
  const requests = callees.map((one) => (isDirect(one, ms) ? undefined : sendErpc('multicall', one)));
  const outcomes = requests.map((request, index) =>
    request === undefined ? outcomeHere(callees[index]!) : erpcOutcome(request, ms),
  );
  return Promise.all(outcomes);
}

/** Has several nodes run a function. */
export function castTo(where: string, nodes: readonly string[], callee: readonly unknown[]): void {
  for (const [to, ...rest] of calleesOn(where, nodes, callee)) {
    spawnRequest(to, 'erpc', 'execute_cast', rest, [['reply', 'no']]);
  }
}

function calleesOn(where: string, nodes: unknown, callee: readonly unknown[]): readonly ErpcCallee[] {
  if (!Array.isArray(nodes)) throw erpcBadarg(where, 'nodes', nodes, 'a list of names of nodes');
  checkErpcCallee(where, ['', ...callee]);
  return (nodes as readonly unknown[]).map((to) => checkErpcCallee(where, [to, ...callee]));
}

/** Whether the calling process runs it itself, as in Erlang. */
function isDirect([to]: ErpcCallee, ms: number | 'infinity'): boolean {
  return to === node() && ms === 'infinity';
}
