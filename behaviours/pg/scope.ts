/**
 * Scope: what the process of a scope knows: the processes of its node in the groups, those of the scope's processes on
 * other nodes, and who is told of changes.
 *
 * The processes of a scope talk as those of OTP do: one that comes sends `discover`, is answered with all local members
 * (`sync`), and then hears of each `join` and `leave`. They know each other from `discover` or `sync` until one of them, or
 * the connection, is gone; what comes from others does not count.
 */
import { genCast, monitor, self, send, type Address, type Ref } from '../../lib/index.js';
import { tellNode } from '../tellNode.js';
import { TermMap } from '../termMap.js';
import { Locals } from './locals.js';
import { Members } from './members.js';
import { parts, type Membership } from './parts.js';
import { PidList, without } from './pidList.js';
import { Subscribers } from './subscribers.js';

/** One process or several, as a caller gives them. */
export type Pids = Address | readonly Address[];

/** How many members one message tells of, at most. */
const partSize = 10_000;

/** The process of the scope on another node, with its members. */
interface Peer {
  readonly ref: Ref;
  groups: TermMap<PidList>;
}

export class Scope {
  readonly name: string;
  readonly members = new Members();
  readonly subscribers = new Subscribers();
  readonly #locals = new Locals();
  readonly #peers = new Map<Address, Peer>();

  constructor(name: string) {
    this.name = name;
  }

  /** Makes itself known on a node. */
  discover(node: string): void {
    send([this.name, node], ['discover', self()]);
  }

  /** Raises what the codec throws if the group cannot travel: then nobody has joined. */
  join(group: unknown, pids: Pids): void {
    this.#broadcastJoin(group, pids);
    for (const pid of listOf(pids)) this.#locals.join(pid, group);
    this.#joined(group, listOf(pids), true);
  }

  /** False if none of them is in the group. */
  leave(group: unknown, pids: Pids): boolean {
    const left = listOf(pids).filter((pid) => this.#locals.leave(pid, group));
    if (left.length === 0) return false;
    this.#left(group, listOf(pids), true);
    this.#broadcast(['leave', self(), pids, [group]]);
    return true;
  }

  /** A process of the scope on another node makes itself known. */
  discovered(peer: Address): void {
    const groups = this.members.localGroups.map((group) => [group, this.members.localOf(group)] as const);
    const [first = [], ...rest] = parts(groups, partSize);
    this.#sync(peer, first);
    for (const part of rest) this.#joins(peer, part);
    if (this.#peers.has(peer)) return;
    this.#meet(peer);
    send(peer, ['discover', self()]);
  }

  /** All members of a peer: what is known of it otherwise is out of date. */
  sync(peer: Address, groups: readonly Membership[]): void {
    const known = this.#peers.get(peer) ?? this.#meet(peer);
    const old = known.groups;
    known.groups = new TermMap();
    for (const [group, pids] of groups) {
      groupOf(known, group).prepend(pids);
      this.#change(group, old.get(group)?.list ?? [], pids);
      old.delete(group);
    }
    for (const [group, pids] of old.entries()) this.#left(group, pids.list, false);
  }

  joinedAt(peer: Address, group: unknown, pids: Pids): void {
    const known = this.#peers.get(peer);
    if (known === undefined) return;
    groupOf(known, group).prepend(listOf(pids));
    this.#joined(group, listOf(pids), false);
  }

  leftAt(peer: Address, pids: Pids, left: readonly unknown[]): void {
    const groups = this.#peers.get(peer)?.groups;
    if (groups === undefined) return;
    for (const group of left) {
      const members = groups.get(group);
      members?.remove(listOf(pids));
      if (members?.isEmpty === true) groups.delete(group);
      this.#left(group, listOf(pids), false);
    }
  }

  /** A monitored process has ended, or its node is lost. */
  ended(ref: Ref, pid: Address): void {
    const groups = this.#locals.ended(ref, pid);
    const peer = this.#peers.get(pid);
    if (groups !== undefined) {
      for (const group of groups) this.#left(group, [pid], true);
      for (let at = 0; at < groups.length; at += partSize) {
        this.#broadcast(['leave', self(), pid, groups.slice(at, at + partSize)]);
      }
    } else if (peer?.ref === ref) {
      this.#peers.delete(pid);
      for (const [group, pids] of peer.groups.entries()) this.#left(group, pids.list, false);
    } else {
      this.subscribers.remove(ref);
    }
  }

  #meet(pid: Address): Peer {
    const peer = { ref: monitor('process', pid), groups: new TermMap<PidList>() };
    this.#peers.set(pid, peer);
    return peer;
  }

  // What a peer has said before and says again is no news.
  #change(group: unknown, before: readonly Address[], now: readonly Address[]): void {
    const gone = without(before, now);
    const come = without(now, before);
    if (gone.length > 0) this.#left(group, gone, false);
    if (come.length > 0) this.#joined(group, come, false);
  }

  #joined(group: unknown, pids: readonly Address[], areLocal: boolean): void {
    this.members.join(group, pids, areLocal);
    this.subscribers.tell('join', group, pids);
  }

  #left(group: unknown, pids: readonly Address[], areLocal: boolean): void {
    this.members.leave(group, pids, areLocal);
    this.subscribers.tell('leave', group, pids);
  }

  // Those that have been told are told otherwise when it turns out that the group cannot travel to the next.
  #broadcastJoin(group: unknown, pids: Pids): void {
    const told: Address[] = [];
    try {
      for (const peer of this.#peers.keys()) {
        send(peer, ['join', self(), group, pids]);
        told.push(peer);
      }
    } catch (error) {
      for (const peer of told) this.#tell(peer, ['leave', self(), pids, [group]]);
      throw error;
    }
  }

  #broadcast(message: readonly unknown[]): void {
    for (const peer of this.#peers.keys()) this.#tell(peer, message);
  }

  #tell(peer: Address, message: readonly unknown[]): void {
    tellNode('pg', peer.node, message, () => send(peer, message));
  }

  // One group that cannot travel must not hide the others.
  #sync(peer: Address, groups: readonly Membership[]): void {
    const sync = ['sync', self(), groups];
    if (tellNode('pg', peer.node, sync, () => genCast('$gen_cast', peer, sync)) || groups.length === 0) return;
    this.#sync(peer, []);
    this.#joins(peer, groups);
  }

  #joins(peer: Address, groups: readonly Membership[]): void {
    for (const [group, pids] of groups) this.#tell(peer, ['join', self(), group, pids]);
  }
}

function groupOf({ groups }: Peer, group: unknown): PidList {
  let pids = groups.get(group);
  if (pids === undefined) groups.set(group, (pids = new PidList()));
  return pids;
}

function listOf(pids: Pids): readonly Address[] {
  return Array.isArray(pids) ? (pids as readonly Address[]) : [pids as Address];
}
