/**
 * The module names: names that any process of the cluster may claim, as in reign.
 */
import { Address, currentNode, error, exit, msgpackCodec, node, self, send } from '../../lib/index.js';
import { noClause } from '../functionClause.js';
import type { StartResult } from '../gen/start.js';
import { genServer } from '../genServer/module.js';
import type { ClaimRegistry, Registered } from './claimRegistry.js';
import { claimsOf } from './claimsOf.js';
import { countersOf, dumpOf, type NamesCounters } from './dump.js';
import { checkPolicy, type Policy } from './policies.js';
import { NamesServer, type NamesRequest } from './server.js';

/** How a registry is started. */
export interface NamesOptions {
  /** Which claims of a name stay when there are several. Default: 'all'. */
  readonly policy?: Policy | undefined;
}

/** The functions of a registry. */
export type Names = ReturnType<typeof namesIn>;

const defaultRegistry = 'names';

function namesIn(registry: string) {
  const ask = (request: NamesRequest): Promise<unknown> => genServer.call(registry, request, 'infinity');
  const claims = (): ClaimRegistry | undefined => claimsOf(registry);
  const lookupAll = (name: unknown): readonly Address[] => (claims()?.table.kept(name) ?? []).map(({ pid }) => pid);
  const args = (where: string, { policy = 'all' }: NamesOptions) => [registry, checkPolicy(where, policy)] as const;

  return {
    /** Starts the registry on this node, linked with the caller; as a rule under a supervisor. */
    async startLink(options: NamesOptions = {}): Promise<StartResult> {
      return genServer.startLink(['local', registry], NamesServer, args('startLink', options));
    },

    /** Starts the registry on this node. */
    async start(options: NamesOptions = {}): Promise<StartResult> {
      return genServer.start(['local', registry], NamesServer, args('start', options));
    },

    /**
     * Claims a name for a process of this node, the caller if none is given. It takes the place of a claim that another
     * process of this node has of the name.
     *
     * @param name plain data
     * @returns 'ok'; `['error', ['already_registered', pid]]` if by the policy another process keeps the name. Raises
     *   `['nolocal', pid]` for a process of another node, and exits with 'noproc' if there is no such registry
     */
    async register(name: unknown, pid: Address = self()): Promise<Registered> {
      checkClaim('register', name, pid);
      return (await ask(['register', name, pid])) as Registered;
    },

    /** Takes a claim back, if the process, the caller if none is given, has the name. Gives 'ok' in any case. */
    async unregister(name: unknown, pid: Address = self()): Promise<'ok'> {
      checkPid('unregister', pid);
      return (await ask(['unregister', name, pid])) as 'ok';
    },

    /** One of the processes that have a name, by chance if there are several; undefined if nobody has it. */
    lookup(name: unknown): Address | undefined {
      const pids = lookupAll(name);
      return pids[Math.floor(currentNode().random() * pids.length)];
    },

    /** All processes that have a name, the one that has it for longest first. */
    lookupAll,

    /** Sends to all processes that have a name, and gives them. */
    sendAll(name: unknown, message: unknown): readonly Address[] {
      const pids = lookupAll(name);
      for (const pid of pids) send(pid, message);
      return pids;
    },

    /** All names that somebody has. */
    registeredNames(): readonly unknown[] {
      return (claims()?.table.names ?? []).filter((name) => lookupAll(name).length > 0);
    },

    /** Whether somebody has them, for each of some names. */
    seenNames(...names: readonly unknown[]): readonly boolean[] {
      return names.map((name) => lookupAll(name).length > 0);
    },

    /** Waits until this node and all that it is connected with know each other's claims. */
    async sync(): Promise<'ok'> {
      return (await ask('sync')) as 'ok';
    },

    /** How much there is, and was, in the registry; raises 'badarg' if there is none. */
    counters(): NamesCounters {
      return countersOf(claims() ?? error('badarg'));
    },

    /** All that the registry knows, as JSON text, for people; raises 'badarg' if there is none. */
    dump(): string {
      return dumpOf(claims() ?? error('badarg'));
    },

    /** For `['via', names, name]`: 'no' if somebody has the name, as far as is known. */
    async registerName(name: unknown, pid: Address): Promise<'yes' | 'no'> {
      checkClaim('registerName', name, pid);
      if (lookupAll(name).some((holder) => holder !== pid)) return 'no';
      return (await ask(['register', name, pid])) === 'ok' ? 'yes' : 'no';
    },

    /** For `['via', names, name]`: takes back the claim of this node. */
    async unregisterName(name: unknown): Promise<'ok'> {
      return (await ask(['unregister_local', name])) as 'ok';
    },

    /** For `['via', names, name]`: the caller if it has the name, else as `lookup`. */
    whereisName(name: unknown): Address | undefined {
      const pids = lookupAll(name);
      const me = pids.find((pid) => pid === self());
      return me ?? pids[Math.floor(currentNode().random() * pids.length)];
    },

    /** For `['via', names, name]`: sends to one that has the name, and exits with `['badarg', [name, message]]` if nobody has. */
    send(name: unknown, message: unknown): Address {
      const pids = lookupAll(name);
      const pid = pids[Math.floor(currentNode().random() * pids.length)] ?? exit(['badarg', [name, message]]);
      send(pid, message);
      return pid;
    },

    /** Its name where modules are shown. */
    [Symbol.toStringTag]: registry,
  };
}

/**
 * Names that any process of the cluster may claim, as in reign. Claims spread to all nodes; nodes that connect exchange all of
 * theirs. Nothing is asked and nothing waited for, so that halves of a cluster work on, and meet again, with what they have.
 * The names of a process that ends, or whose node is lost, are gone at once. Lookups are local and cost no message.
 *
 * Who has a name that others have too gets `['multiple_claim', name, pids]` whenever another claim becomes known. Which of
 * them stay is the registry's policy, the same on all nodes: 'all', or one, by age or by a function of your own. Who loses
 * gets `['claim_lost', name, winner]`.
 *
 * A registry is a process on each node: `names.startLink({ policy })` starts the one named 'names', `names.of('rooms')` has
 * the same functions for another. Servers are named by `['via', names, name]`.
 *
 * When not to use it: where two processes must never have one name at the same time on connected nodes (`global`, which
 * asks all nodes first), for names on one node (`register`, `registry`), for groups (`pg`).
 *
 * @example
 * import { self } from 'regent-otp';
 * import { names } from 'regent-otp/behaviours';
 *
 * await names.startLink();
 * await names.register(['room', 5]); // => 'ok'
 * names.lookup(['room', 5]) === self(); // => true
 * names.seenNames(['room', 5], ['room', 6]); // => [true, false]
 * await names.unregister(['room', 5]); // => 'ok'
 * names.lookupAll(['room', 5]); // => []
 */
export const names = {
  ...namesIn(defaultRegistry),

  /**
   * The functions of another registry.
   *
   * @param registry its name, the same on all nodes; its process is registered by it
   * @example
   * import { names } from 'regent-otp/behaviours';
   *
   * const leaders = names.of('leaders');
   * await leaders.startLink({ policy: 'oldest' });
   * await leaders.register('mine'); // => 'ok'
   */
  of(registry: string): Names {
    if (typeof registry !== 'string') throw noClause('of', 'registry', registry, 'a name');
    return namesIn(registry);
  },
};

function checkPid(where: string, pid: unknown): void {
  if (!(pid instanceof Address)) throw noClause(where, 'pid', pid, 'an Address');
}

function checkClaim(where: string, name: unknown, pid: Address): void {
  checkPid(where, pid);
  if (pid.node !== node()) error(['nolocal', pid]);
  // What cannot travel would be known here alone.
  msgpackCodec.encode(name);
}
