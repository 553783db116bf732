/**
 * ScopeServer: the process of a scope on one node.
 */
import { Address, currentNode, error, monitorNodes, nodes, Ref, type From } from '../../lib/index.js';
import { GenServer } from '../genServer/server.js';
import { Scope, type Pids } from './scope.js';

/** What it is asked. */
export type ScopeRequest =
  | readonly ['join_local' | 'leave_local', group: unknown, Pids]
  | 'monitor'
  | readonly ['monitor', group: unknown]
  | readonly ['demonitor', Ref];

export class ScopeServer extends GenServer<Scope> {
  init(name: string) {
    const scope = new Scope(name);
    monitorNodes(true, { node_type: 'all' });
    for (const node of [...nodes(), ...nodes('hidden').filter(isErlang)]) scope.discover(node);
    return ['ok', scope] as const;
  }

  override handleCall(request: ScopeRequest, [caller]: From, scope: Scope) {
    return ['reply', answer(scope, request, caller), scope] as const;
  }

  override handleCast(request: unknown, scope: Scope) {
    const [tag, peer, groups] = tuple(request, 3);
    if (tag !== 'sync' || !(peer instanceof Address)) return error('badarg');
    scope.sync(peer, groups as Parameters<Scope['sync']>[1]);
    return ['noreply', scope] as const;
  }

  // As in OTP, what a scope does not understand ends it.
  override handleInfo(info: unknown, scope: Scope) {
    const message = Array.isArray(info) ? (info as readonly unknown[]) : error('badarg');
    const [tag, first, second, third] = message;
    if (tag === 'DOWN' && first instanceof Ref) scope.ended(first, third as Address);
    else if (tag === 'nodeup' && isMet(first as string, second)) scope.discover(first as string);
    else if (tag === 'nodeup' || tag === 'nodedown') return ['noreply', scope] as const;
    else if (!(first instanceof Address)) error('badarg');
    else if (tag === 'join') scope.joinedAt(first, second, third as Pids);
    else if (tag === 'leave') scope.leftAt(first, second as Pids, third as readonly unknown[]);
    else if (tag === 'discover') scope.discovered(first);
    else error('badarg');
    return ['noreply', scope] as const;
  }
}

// As in OTP, hidden nodes are left alone. To those of a real Erlang cluster this one is hidden, and they run the same protocol.
function isMet(node: string, info: unknown): boolean {
  return (info as { readonly node_type: string }).node_type === 'visible' || isErlang(node);
}

function isErlang(node: string): boolean {
  return currentNode().peers.get(node)?.isErlang === true;
}

function answer(scope: Scope, request: ScopeRequest, caller: Address): unknown {
  const { members, subscribers } = scope;
  if (request === 'monitor') {
    const groups = members.groups.map((group) => [group, members.of(group)] as const);
    return [subscribers.toAll(caller), new Map(groups)];
  }
  switch (request[0]) {
    case 'join_local':
      return joined(scope, request[1], request[2]);
    case 'leave_local':
      return scope.leave(request[1], request[2]) ? 'ok' : 'not_joined';
    case 'monitor':
      return [subscribers.toGroup(request[1], caller), members.of(request[1])];
    case 'demonitor':
      return subscribers.remove(request[1]) ? 'ok' : false;
    default:
      request satisfies never;
      return error('badarg');
  }
}

/** The caller is told why a group cannot travel; the scope goes on. */
function joined(scope: Scope, group: unknown, pids: Pids): 'ok' | readonly ['error', unknown] {
  try {
    scope.join(group, pids);
    return 'ok';
  } catch (error) {
    return ['error', error];
  }
}

function tuple(term: unknown, length: number): readonly unknown[] {
  return Array.isArray(term) && term.length === length ? (term as readonly unknown[]) : error('badarg');
}
