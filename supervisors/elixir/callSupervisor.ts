/**
 * Requests to supervisors from Elixir's modules: as those of supervisor, but a request that fails exits in Elixir's form.
 */
import { genServer, isServerRef, locate, nodeOfServer, type ServerRef } from '../../behaviours/index.js';
import { ErlangError, exit, ExitError, formatTerm, genCall } from '../../lib/index.js';

/** Waits for the reply as long as it takes; exits with `[reason, ['Elixir.GenServer', 'call', [server, request, 'infinity']]]`. */
export async function callSupervisor(server: ServerRef, request: unknown): Promise<unknown> {
  if (!isServerRef(server)) throw new ErlangError('badarg', `${formatTerm(server)} names no supervisor`);
  return genCall('$gen_call', locate(server), request, 'infinity', (reason) => [
    reason === 'noconnection' ? ['nodedown', nodeOfServer(server)] : reason,
    ['Elixir.GenServer', 'call', [server, request, 'infinity']],
  ]);
}

/** How many children there are, and of which kind. */
export interface ChildCountMap {
  readonly specs: number;
  readonly active: number;
  readonly supervisors: number;
  readonly workers: number;
}

export async function countChildrenOf(server: ServerRef): Promise<ChildCountMap> {
  const counts = await callSupervisor(server, 'count_children');
  return Object.fromEntries(counts as readonly [string, number][]) as unknown as ChildCountMap;
}

/** Ports `GenServer.stop/3`: exits with `[reason, ['Elixir.GenServer', 'stop', [server, reason, timeout]]]` if it fails. */
export async function stopSupervisor(server: ServerRef, reason: unknown, timeout: number | 'infinity'): Promise<'ok'> {
  try {
    return await genServer.stop(server, reason, timeout);
  } catch (thrown) {
    if (!(thrown instanceof ExitError)) throw thrown;
    return exit([thrown.reason, ['Elixir.GenServer', 'stop', [server, reason, timeout]]]);
  }
}
