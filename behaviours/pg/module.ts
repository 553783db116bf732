/**
 * The functions of the module pg.
 */
import { P } from 'ts-pattern';
import { Address, after, error, node, on, receive, type Ref } from '../../lib/index.js';
import { noClause } from '../functionClause.js';
import type { StartResult } from '../gen/start.js';
import { genServer } from '../genServer/module.js';
import { membersOf } from './membersOf.js';
import type { Pids } from './scope.js';
import { ScopeServer } from './server.js';

/** The groups of a scope with their members, by any term. */
export type Groups = ReadonlyMap<unknown, readonly Address[]>;

/** In the default scope, or in one that is named before the other arguments. */
interface InScope<Args extends readonly unknown[], R> {
  (...args: Args): R;
  (scope: string, ...args: Args): R;
}

type Given = readonly unknown[];

/**
 * Ports the module pg: groups of processes, on all nodes that run the scope. A group has a name that is any term, exists
 * while it has members, and forgets those that end or whose node is lost. Nodes may differ for a moment in what they
 * know; lookups are local and cost nothing.
 *
 * A scope is a process of its own on each node: `pg.startLink()` starts that of the default scope 'pg', as a rule under a
 * supervisor.
 *
 * When not to use it: where one process must have a name alone (`global`).
 *
 * @example
 * import { on, receive, self, send } from 'regent-otp';
 * import { pg } from 'regent-otp/behaviours';
 *
 * await pg.startLink();
 * await pg.join('listeners', self());
 * for (const pid of pg.getMembers('listeners')) send(pid, 'extra!');
 * await receive(on('extra!', () => 'read')); // => 'read'
 */
export const pg = {
  /** Starts a scope that is linked with the caller, the default one if none is named. Ports `pg:start_link/0,1`. */
  async startLink(scope = defaultScope): Promise<StartResult> {
    checkScope('startLink', scope);
    return genServer.startLink(['local', scope], ScopeServer, scope);
  },

  /** Starts a scope. Ports `pg:start/1`. */
  async start(scope: string): Promise<StartResult> {
    checkScope('start', scope);
    return genServer.start(['local', scope], ScopeServer, scope);
  },

  /**
   * Has processes of this node join a group: `join(group, pids)` or `join(scope, group, pids)`. A process is a member as
   * often as it has joined. Ports `pg:join/2,3`.
   *
   * @param pids an Address, or a list of them
   * @returns 'ok'; raises `['nolocal', pid]` for a process of another node, an EncodeError for a group that cannot travel to
   *   the nodes that run the scope, and exits with 'noproc' if there is no scope
   */
  join: (async (...given: Given) => joined(await update('join', 'join_local', given))) as InScope<
    readonly [group: unknown, pids: Pids],
    Promise<'ok'>
  >,

  /** Has processes leave a group, each once. Ports `pg:leave/2,3`: gives 'ok', or 'not_joined' if none was a member. */
  leave: (async (...given: Given) => update('leave', 'leave_local', given)) as InScope<
    readonly [group: unknown, pids: Pids],
    Promise<'ok' | 'not_joined'>
  >,

  /** The members of a group on all nodes, those that joined last first. Ports `pg:get_members/1,2`. */
  getMembers: ((...given: Given) => {
    const [scope, group] = inScope(given, 1);
    return membersOf(scope)?.of(group) ?? [];
  }) as InScope<readonly [group: unknown], readonly Address[]>,

  /** The members of a group on this node. Ports `pg:get_local_members/1,2`. */
  getLocalMembers: ((...given: Given) => {
    const [scope, group] = inScope(given, 1);
    return membersOf(scope)?.localOf(group) ?? [];
  }) as InScope<readonly [group: unknown], readonly Address[]>,

  /** The groups that have members; raises 'badarg' if there is no such scope. Ports `pg:which_groups/0,1`. */
  whichGroups(scope = defaultScope): readonly unknown[] {
    checkScope('whichGroups', scope);
    return (membersOf(scope) ?? error('badarg')).groups;
  },

  /** The groups that have members on this node. Ports `pg:which_local_groups/0,1`. */
  whichLocalGroups(scope = defaultScope): readonly unknown[] {
    checkScope('whichLocalGroups', scope);
    return (membersOf(scope) ?? error('badarg')).localGroups;
  },

  /**
   * Has the caller told of each change in a scope: `[ref, 'join' | 'leave', group, pids]`. Ports `pg:monitor_scope/0,1`.
   *
   * @returns `[ref, groups]` with the members of now, a Map
   */
  async monitorScope(scope = defaultScope): Promise<readonly [Ref, Groups]> {
    return (await genServer.call(scope, 'monitor', 'infinity')) as readonly [Ref, Groups];
  },

  /**
   * Has the caller told of each change in a group: `[ref, 'join' | 'leave', group, pids]`. Ports `pg:monitor/1,2`.
   *
   * @returns `[ref, pids]` with the members of now
   * @example
   * import { on, receive, self } from 'regent-otp';
   * import { pg } from 'regent-otp/behaviours';
   *
   * await pg.startLink();
   * const [ref, members] = await pg.monitor('listeners');
   * members; // => []
   * await pg.join('listeners', self());
   * await receive(on([ref, 'join', 'listeners', [self()]], () => 'joined')); // => 'joined'
   */
  monitor: (async (...given: Given) => {
    const [scope, group] = inScope(given, 1);
    return genServer.call(scope, ['monitor', group], 'infinity');
  }) as InScope<readonly [group: unknown], Promise<readonly [Ref, readonly Address[]]>>,

  /**
   * Ends what `monitor` or `monitorScope` has begun; messages of it that wait are dropped. Ports `pg:demonitor/1,2`.
   *
   * @returns 'ok', or false if it had ended
   */
  demonitor: (async (...given: Given) => {
    const [scope, ref] = inScope(given, 1);
    const answer = await genServer.call(scope, ['demonitor', ref], 'infinity');
    return answer === 'ok' ? flush(ref as Ref) : false;
  }) as InScope<readonly [ref: Ref], Promise<'ok' | false>>,

  /** Its name where modules are shown. */
  [Symbol.toStringTag]: 'pg',
};

const defaultScope = 'pg';

function inScope(given: Given, count: number): readonly [scope: string, ...rest: Given] {
  return given.length > count ? (given as readonly [string, ...Given]) : [defaultScope, ...given];
}

function update(where: string, request: string, given: Given): Promise<unknown> {
  const [scope, group, pids] = inScope(given, 2);
  if (!(pids instanceof Address) && !Array.isArray(pids)) {
    throw noClause(where, 'pids', pids, 'an Address or a list of them');
  }
  for (const pid of Array.isArray(pids) ? (pids as Given) : [pids]) {
    if (!(pid instanceof Address) || pid.node !== node()) error(['nolocal', pid]);
  }
  return genServer.call(scope, [request, group, pids], 'infinity');
}

function joined(answer: unknown): unknown {
  if (answer !== 'ok') throw (answer as readonly ['error', unknown])[1];
  return 'ok';
}

async function flush(ref: Ref): Promise<'ok'> {
  const change = on([ref, P.union('join', 'leave'), P._, P._], () => true);
  const none = after(0, () => false);
  while (await receive(change, none));
  return 'ok';
}

function checkScope(where: string, scope: unknown): void {
  if (typeof scope !== 'string') throw noClause(where, 'scope', scope, 'a name');
}
