/**
 * NamesServer: the process of a registry on one node.
 */
import type { Address } from '../../lib/index.js';
import { currentNode, monitorNodes, Ref, type From } from '../../lib/index.js';
import { functionClause } from '../functionClause.js';
import { GenServer } from '../genServer/server.js';
import { ClaimRegistry } from './claimRegistry.js';
import { noticeClauses, speaksForItself } from './notices.js';
import type { Policy } from './policies.js';

/** What it is asked. */
export type NamesRequest =
  readonly ['register' | 'unregister', name: unknown, Address] | readonly ['unregister_local', name: unknown] | 'sync';

export class NamesServer extends GenServer<ClaimRegistry> {
  init([name, policy]: readonly [string, Policy]) {
    monitorNodes(true);
    return ['ok', new ClaimRegistry(name, policy)] as const;
  }

  override handleCall(request: NamesRequest, from: From, registry: ClaimRegistry) {
    if (request !== 'sync') return ['reply', answer(registry, request), registry] as const;
    registry.sync(from);
    return ['noreply', registry] as const;
  }

  // What makes no sense comes from a program that is no registry.
  override handleCast(notice: unknown, registry: ClaimRegistry) {
    registry.taken++;
    const clause = noticeClauses.find((candidate) => candidate.matches(notice));
    if (clause !== undefined && speaksForItself(notice, registry.here)) clause.handler(notice as never)(registry);
    else currentNode().emit('report', { level: 'warning', label: ['names', 'unexpected_message'], notice });
    return ['noreply', registry] as const;
  }

  override handleInfo(info: unknown, registry: ClaimRegistry) {
    const [tag, first, , object] = Array.isArray(info) ? (info as readonly unknown[]) : [];
    if (tag === 'nodeup') registry.greet(first as string);
    else if (tag === 'DOWN' && first instanceof Ref) registry.ended(first, object);
    return ['noreply', registry] as const;
  }
}

function answer(registry: ClaimRegistry, request: Exclude<NamesRequest, 'sync'>): unknown {
  switch (request[0]) {
    case 'register':
      return registry.register(request[1], request[2]);
    case 'unregister':
      return registry.unregister(request[1], request[2]);
    case 'unregister_local':
      return registry.unregisterLocal(request[1]);
    default:
      return functionClause(request);
  }
}
