/**
 * Requests to supervisors from Elixir's modules: as those of supervisor, but a request that fails exits in Elixir's form.
 */
import { elixirGenServer, type ElixirServerRef } from '../../behaviours/index.js';

/** Waits for the reply as long as it takes; exits with `[reason, ['Elixir.GenServer', 'call', [server, request, 'infinity']]]`. */
export function callSupervisor(server: ElixirServerRef, request: unknown): Promise<unknown> {
  return elixirGenServer.call(server, request, 'infinity');
}

/** How many children there are, and of which kind. */
export interface ChildCountMap {
  readonly specs: number;
  readonly active: number;
  readonly supervisors: number;
  readonly workers: number;
}

export async function countChildrenOf(server: ElixirServerRef): Promise<ChildCountMap> {
  const counts = await callSupervisor(server, 'count_children');
  return Object.fromEntries(counts as readonly [string, number][]) as unknown as ChildCountMap;
}
