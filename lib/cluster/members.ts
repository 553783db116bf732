/**
 * Members: the other nodes of the cluster. Each is there because one origin or several say so: the cluster spec, the
 * program (`addNode`), discoveries; it is removed when no origin says so any more, or by hand.
 */
import type { Node } from '../node/node.js';
import type { ClusterSettings } from './clusterSettings.js';
import type { Connection } from './connection.js';
import { endpointText } from './endpoint.js';
import { Member } from './member.js';
import { formatOf } from './signalFormat.js';
import type { NodeSpec } from './spec/clusterSpec.js';

/** What has changed, by the ids of the nodes. */
export interface MemberChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Those that are to be found at another address. */
  readonly moved: readonly string[];
}

export interface MembersOptions {
  readonly host: Node;
  readonly settings: ClusterSettings;
  readonly dial: (spec: NodeSpec, signal: AbortSignal) => Promise<Connection>;
  readonly problemOf: (connection: Connection) => string | undefined;
  readonly onConnected: (connection: Connection) => void;
  readonly onChange: () => void;
}

/** Who says that nodes are members; compared by identity. */
export type Origin = object;

export class Members {
  readonly #options: MembersOptions;
  readonly #ofId = new Map<string, Member>();
  readonly #told = new Map<Origin, ReadonlyMap<string, NodeSpec>>();
  /** Those that no origin names any more, and that stay while they are connected. */
  readonly #lingering = new Set<string>();
  #hasStarted = false;

  constructor(options: MembersOptions) {
    this.#options = options;
  }

  get(id: string): Member | undefined {
    return this.#ofId.get(id);
  }

  all(): readonly Member[] {
    return [...this.#ofId.values()];
  }

  /** Begins to connect with them. */
  start(): void {
    this.#hasStarted = true;
    for (const member of this.#ofId.values()) member.tryNow();
  }

  /**
   * An origin tells all nodes that it knows of now; this node among them does not count.
   *
   * @param keepsConnected those that are missing now stay while they are connected
   */
  tell(origin: Origin, nodes: readonly NodeSpec[], keepsConnected = false): MemberChanges {
    const before = this.#told.get(origin) ?? new Map<string, NodeSpec>();
    const others = nodes.filter(({ id }) => id !== this.#options.host.name);
    const now = new Map(others.map((spec) => [spec.id, spec]));
    this.#told.set(origin, now);
    // Whoever is told of a member that is added may remove it, or others, at once.
    const added = others.filter((spec) => this.#isTold(spec.id) && this.#add(spec));
    // An address is news only if this origin has not told it before: else two that differ would take turns.
    const news = others.filter((spec) => !isSame(before.get(spec.id), spec));
    const moved = [...news, ...this.#fallbacks(before, now)].filter((spec) => this.#move(spec));
    const missing = [...before.keys()].filter((id) => !this.#isTold(id));
    const removed = missing.filter((id) => this.#drop(id, keepsConnected));
    return { added: added.map(idOf), removed, moved: moved.map(idOf) };
  }

  /** What an origin has told last. */
  toldBy(origin: Origin): readonly NodeSpec[] {
    return [...(this.#told.get(origin)?.values() ?? [])];
  }

  /** Removes a member, whoever names it; resolves when the connection with it is closed. */
  remove(id: string, reason: string): Promise<void> {
    for (const [origin, nodes] of this.#told) {
      this.#told.set(origin, new Map([...nodes].filter(([other]) => other !== id)));
    }
    return this.#remove(this.#ofId.get(id)!, reason);
  }

  /** This node leaves: it has no members any more. Resolves when all connections are closed. */
  async leave(reason: string): Promise<void> {
    this.#told.clear();
    await Promise.all(
      this.all().map((member) => {
        this.#erase(member);
        return member.leave(reason);
      }),
    );
  }

  /** An origin names a node no more: the address that it told gives way to what another tells. */
  #fallbacks(before: ReadonlyMap<string, NodeSpec>, now: ReadonlyMap<string, NodeSpec>): readonly NodeSpec[] {
    const withdrawn = [...before.keys()].filter((id) => !now.has(id));
    return withdrawn.flatMap((id) => {
      const present = this.#ofId.get(id)?.spec;
      const told = [...this.#told.values()].flatMap((nodes) => nodes.get(id) ?? []);
      return told.some((spec) => isSame(present, spec)) ? [] : told.slice(-1);
    });
  }

  #isTold(id: string): boolean {
    return [...this.#told.values()].some((nodes) => nodes.has(id));
  }

  /** False if it is there already. */
  #add(spec: NodeSpec): boolean {
    this.#lingering.delete(spec.id);
    if (this.#ofId.has(spec.id)) return false;
    const { host, settings, dial, problemOf, onConnected } = this.#options;
    const { codecs, outbox, reconnect, crossingTime, isHidden } = settings;
    const onLost = (): void => this.#lost(spec.id);
    const formats = codecs.map(formatOf);
    const rest = { formats, outbox, reconnect, crossingTime, isHidden, dial, problemOf, onConnected, onLost };
    const member = new Member({ host, spec, ...rest });
    this.#ofId.set(spec.id, member);
    host.peers.set(spec.id, member.peer);
    this.#changed('member_added', spec);
    if (this.#hasStarted) member.tryNow();
    return true;
  }

  #move(spec: NodeSpec): boolean {
    const member = this.#ofId.get(spec.id);
    if (member === undefined || isSame(member.spec, spec)) return false;
    member.move(spec);
    this.#changed('member_moved', spec);
    return true;
  }

  /** No origin names it any more; false if it stays for now. */
  #drop(id: string, keepsConnected: boolean): boolean {
    const member = this.#ofId.get(id);
    if (member === undefined) return false;
    if (keepsConnected && member.peer.isConnected) {
      this.#lingering.add(id);
      return false;
    }
    void this.#remove(member, 'removed');
    return true;
  }

  #lost(id: string): void {
    const member = this.#ofId.get(id);
    if (member !== undefined && this.#lingering.has(id)) void this.#remove(member, 'removed');
  }

  async #remove(member: Member, reason: string): Promise<void> {
    this.#erase(member);
    this.#changed('member_removed', member.spec);
    await member.leave(reason);
  }

  #erase({ spec: { id }, peer }: Member): void {
    const { host } = this.#options;
    this.#lingering.delete(id);
    this.#ofId.delete(id);
    if (host.peers.get(id) === peer) host.peers.delete(id);
  }

  #changed(event: string, { id, address }: NodeSpec): void {
    this.#options.onChange();
    if (this.#hasStarted) this.#options.host.emit('connection', { event, node: id, address: endpointText(address) });
  }
}

function isSame(one: NodeSpec | undefined, other: NodeSpec): boolean {
  return one !== undefined && endpointText(one.address) === endpointText(other.address);
}

function idOf({ id }: NodeSpec): string {
  return id;
}
