/**
 * Scope: what the process of a scope knows: the processes of its node in the groups, those of the scope's processes on
 * other nodes, and who is told of changes.
 *
 * The processes of a scope talk as those of OTP do: one that comes sends `discover`, is answered with all local members
 * (`sync`), and then hears of each `join` and `leave`. They know each other from `discover` or `sync` until one of them, or
 * the connection, is gone; what comes from others does not count.
 */
import { demonitor, genCast, monitor, self, send, termEquals, type Address, type Ref } from '../../lib/index.js';
import { TermMap } from '../termMap.js';
import { Members, without } from './members.js';
import { Subscribers } from './subscribers.js';

/** One process or several, as a caller gives them. */
export type Pids = Address | readonly Address[];

/** A member of this node, with its groups, each as often as it has joined. */
interface Local {
  readonly ref: Ref;
  groups: readonly unknown[];
}

/** The process of the scope on another node, with its members. */
interface Peer {
  readonly ref: Ref;
  groups: TermMap<readonly Address[]>;
}

export class Scope {
  readonly name: string;
  readonly members = new Members();
  readonly subscribers = new Subscribers();
  readonly #locals = new Map<Address, Local>();
  readonly #peers = new Map<Address, Peer>();

  constructor(name: string) {
    this.name = name;
  }

  /** Makes itself known on a node. */
  discover(node: string): void {
    send([this.name, node], ['discover', self()]);
  }

  join(group: unknown, pids: Pids): void {
    for (const pid of listOf(pids)) {
      const local = this.#locals.get(pid);
      if (local === undefined) this.#locals.set(pid, { ref: monitor('process', pid), groups: [group] });
      else local.groups = [group, ...local.groups];
    }
    this.#joined(group, listOf(pids), true);
    this.#broadcast(['join', self(), group, pids]);
  }

  /** False if none of them is in the group. */
  leave(group: unknown, pids: Pids): boolean {
    const left = listOf(pids).filter((pid) => this.#leaveLocal(pid, group));
    if (left.length === 0) return false;
    this.#left(group, listOf(pids), true);
    this.#broadcast(['leave', self(), pids, [group]]);
    return true;
  }

  /** A process of the scope on another node makes itself known. */
  discovered(peer: Address): void {
    const groups = this.members.localGroups.map((group) => [group, this.members.localOf(group)]);
    genCast('$gen_cast', peer, ['sync', self(), groups]);
    if (this.#peers.has(peer)) return;
    this.#peers.set(peer, { ref: monitor('process', peer), groups: new TermMap() });
    send(peer, ['discover', self()]);
  }

  /** All members of a peer: what is known of it otherwise is out of date. */
  sync(peer: Address, groups: readonly (readonly [group: unknown, pids: readonly Address[]])[]): void {
    const known = this.#peers.get(peer) ?? { ref: monitor('process', peer), groups: new TermMap<readonly Address[]>() };
    this.#peers.set(peer, known);
    const old = known.groups;
    known.groups = new TermMap();
    for (const [group, pids] of groups) {
      known.groups.set(group, pids);
      this.#change(group, old.get(group) ?? [], pids);
      old.delete(group);
    }
    for (const [group, pids] of old.entries()) this.#left(group, pids, false);
  }

  joinedAt(peer: Address, group: unknown, pids: Pids): void {
    const groups = this.#peers.get(peer)?.groups;
    if (groups === undefined) return;
    groups.set(group, [...listOf(pids), ...(groups.get(group) ?? [])]);
    this.#joined(group, listOf(pids), false);
  }

  leftAt(peer: Address, pids: Pids, left: readonly unknown[]): void {
    const groups = this.#peers.get(peer)?.groups;
    if (groups === undefined) return;
    for (const group of left) {
      const rest = without(groups.get(group) ?? [], listOf(pids));
      if (rest.length === 0) groups.delete(group);
      else groups.set(group, rest);
      this.#left(group, listOf(pids), false);
    }
  }

  /** A monitored process has ended, or its node is lost. */
  ended(ref: Ref, pid: Address): void {
    const local = this.#locals.get(pid);
    const peer = this.#peers.get(pid);
    if (local?.ref === ref) {
      this.#locals.delete(pid);
      for (const group of local.groups) this.#left(group, [pid], true);
      this.#broadcast(['leave', self(), pid, local.groups]);
    } else if (peer?.ref === ref) {
      this.#peers.delete(pid);
      for (const [group, pids] of peer.groups.entries()) this.#left(group, pids, false);
    } else {
      this.subscribers.remove(ref);
    }
  }

  #leaveLocal(pid: Address, group: unknown): boolean {
    const local = this.#locals.get(pid);
    const index = local?.groups.findIndex((other) => termEquals(other, group)) ?? -1;
    if (local === undefined || index < 0) return false;
    local.groups = local.groups.toSpliced(index, 1);
    if (local.groups.length > 0) return true;
    this.#locals.delete(pid);
    demonitor(local.ref, ['flush']);
    return true;
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

  #broadcast(message: readonly unknown[]): void {
    for (const peer of this.#peers.keys()) send(peer, message);
  }
}

function listOf(pids: Pids): readonly Address[] {
  return Array.isArray(pids) ? (pids as readonly Address[]) : [pids as Address];
}
