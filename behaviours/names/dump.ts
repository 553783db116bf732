/**
 * dump: what a registry knows, for people who look for a mistake.
 */
import { formatTerm } from '../../lib/index.js';
import type { ClaimRegistry } from './claimRegistry.js';
import { policyName } from './policies.js';

/** How much there is, and was, in a registry. */
export interface NamesCounters {
  /** Names that somebody claims. */
  readonly names: number;
  /** Claims of all nodes. */
  readonly claims: number;
  /** Claims of this node. */
  readonly localClaims: number;
  /** How often it became known that several processes claim a name. */
  readonly multipleClaims: number;
  /** Notices from registries of other nodes, and to them. */
  readonly received: number;
  readonly sent: number;
}

export function countersOf({ table, here, multipleClaims, taken, neighbours }: ClaimRegistry): NamesCounters {
  return {
    names: table.names.length,
    claims: table.size,
    localClaims: table.ofNode(here).length,
    multipleClaims,
    received: taken,
    sent: neighbours.sent,
  };
}

/** JSON text. */
export function dumpOf(registry: ClaimRegistry): string {
  const { name, here, table, neighbours } = registry;
  const names = table.names.map((claimed) => {
    const kept = table.kept(claimed);
    const claims = table.standing(claimed).map((claim) => ({
      pid: claim.pid,
      node: claim.pid.node,
      since: new Date(claim.stamp),
      kept: kept.includes(claim),
    }));
    return [formatTerm(claimed), claims] as const;
  });
  return JSON.stringify({
    registry: name,
    node: here,
    policy: policyName(table.policy),
    nodes: neighbours.nodes,
    counters: countersOf(registry),
    names: Object.fromEntries(names),
  });
}
