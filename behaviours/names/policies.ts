/**
 * Policies: which claims of a name stay when nodes that have claimed it learn of each other.
 *
 * Every node judges by itself, and what all know is judged alike: a policy looks at nothing but the claims. The node of a
 * claim that does not stay takes it back.
 */
import { currentNode, type Address } from '../../lib/index.js';
import { noClause } from '../functionClause.js';
import type { Claim } from './claim.js';

/**
 * 'all': they all stay, as in reign. 'oldest', 'newest': one stays. A function of your own gets the name and the claims, the
 * oldest first, and gives the process that keeps the name, or 'all'. It must give the same for the same claims on all
 * nodes, and should prefer one to another whoever else is there: nodes may learn of three claims in any order.
 */
export type Policy = 'all' | 'oldest' | 'newest' | ((name: unknown, claims: readonly Claim[]) => Address | 'all');

const known: readonly unknown[] = ['all', 'oldest', 'newest'];

export function checkPolicy(where: string, policy: unknown): Policy {
  if (known.includes(policy) || typeof policy === 'function') return policy as Policy;
  throw noClause(where, 'policy', policy, "'all', 'oldest', 'newest' or a function");
}

/** What other nodes are told of it. */
export function policyName(policy: Policy): string {
  return typeof policy === 'function' ? 'own' : policy;
}

/**
 * The claims that stay.
 *
 * @param claims the oldest first
 */
export function judge(policy: Policy, name: unknown, claims: readonly Claim[]): readonly Claim[] {
  if (claims.length < 2 || policy === 'all') return claims;
  if (policy === 'oldest') return claims.slice(0, 1);
  if (policy === 'newest') return claims.slice(-1);
  const chosen = outcome(policy, name, claims);
  if (chosen === 'all') return claims;
  const kept = claims.filter(({ pid }) => pid === chosen);
  if (kept.length === 0) reportBadPolicy(name, chosen);
  return kept.length === 0 ? claims : kept;
}

// What the function throws is an outcome like any other that makes no sense.
function outcome(
  policy: Extract<Policy, (...args: never) => unknown>,
  name: unknown,
  claims: readonly Claim[],
): unknown {
  try {
    return policy(name, claims);
  } catch (thrown) {
    return thrown;
  }
}

function reportBadPolicy(name: unknown, outcome: unknown): void {
  currentNode().emit('report', { level: 'error', label: ['names', 'bad_policy'], name, outcome });
}
