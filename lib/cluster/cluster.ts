/**
 * Cluster: what a node knows of the cluster it is in: the other members, the ways to them, and who is let in.
 *
 * Every member has a peer in `node.peers` from when it is added until it is removed, connected or not. Nothing here runs
 * in the context of a process.
 */
import type { Node } from '../node/node.js';
import { badarg } from '../terms/errors.js';
import { awaitNode } from './awaitNode.js';
import type { ClusterSettings } from './clusterSettings.js';
import { acceptConnections, dialConnection, type Applicant, type LocalNode } from './connect.js';
import type { Connection } from './connection.js';
import { Member, type NodeStatus } from './member.js';
import type { NodeSpec, NodeSpecFile } from './spec/clusterSpec.js';
import { formatOf } from './signalFormat.js';
import { fingerprintOf } from './spec/fingerprint.js';
import { readNodeSpec } from './spec/readNodeSpec.js';
import type { Endpoint, Listener, Transport } from './transport.js';

/** A node's membership in a cluster, from `joinCluster` to `leave`. */
export class Cluster {
  /** The node that is in the cluster. */
  readonly node: Node;
  readonly #settings: ClusterSettings;
  readonly #members = new Map<string, Member>();
  #listener: Listener | undefined = undefined;
  #leaving: Promise<void> | undefined = undefined;
  #fingerprint: string;
  readonly #local: LocalNode;
  readonly #forgetStop: () => void;

  /** For the library alone: use `joinCluster`. */
  constructor(node: Node, settings: ClusterSettings) {
    this.node = node;
    this.#settings = settings;
    this.#fingerprint = settings.spec.fingerprint;
    this.#local = localNode(node, settings, () => this.#fingerprint);
    this.#forgetStop = node.onStop(() => this.leave());
  }

  /** Where the node listens; undefined if it is alone and needs not. */
  get endpoint(): Endpoint | undefined {
    return this.#listener?.endpoint;
  }

  /** Whether `leave` has been called. */
  get isLeaving(): boolean {
    return this.#leaving !== undefined;
  }

  /** The other members, connected or not. */
  nodes(): readonly NodeStatus[] {
    return [...this.#members.values()].map((member) => member.status);
  }

  /** What is known of another member; undefined if there is none with this id. */
  nodeStatus(id: number | string): NodeStatus | undefined {
    return this.#members.get(String(id))?.status;
  }

  /**
   * Waits until a member is connected, and tries at once if it is not.
   *
   * @param options.timeout ms, or 'infinity', the default
   * @throws Error that says why not, when the time is over, the member is removed, or this node leaves; badarg if the
   *   cluster has no such member
   */
  connected(id: number | string, options: { readonly timeout?: number | 'infinity' } = {}): Promise<void> {
    const member = this.#members.get(String(id));
    if (member === undefined) throw badarg('connected', 'id', id, 'a member of the cluster other than this node');
    if (!member.peer.isConnected) member.tryNow();
    return awaitNode(this.node, member, options.timeout ?? 'infinity');
  }

  /**
   * Adds a member, and connects with it. The others must be told by themselves.
   *
   * @throws ClusterSpecError if the node cannot be one of this cluster
   */
  addNode(file: NodeSpecFile): void {
    const known = [this.#settings.spec.own, ...[...this.#members.values()].map(({ spec }) => spec)];
    const spec = readNodeSpec(file, known);
    if (this.isLeaving) throw this.#leftError();
    if (this.#settings.transport === undefined) throw new Error('the cluster spec names no certificates');
    this.#prepare(spec).tryNow();
    this.#fingerprint = this.#newFingerprint();
  }

  /** Removes a member: the connection with it ends, and it is not let in any more. Resolves when that is done. */
  async removeNode(id: number | string): Promise<void> {
    const member = this.#members.get(String(id));
    if (member === undefined) throw badarg('removeNode', 'id', id, 'a member of the cluster other than this node');
    await this.#remove(member, 'removed');
  }

  /**
   * Leaves: the others see this node go down with the reason 'left', at once, and this node sees them go down. A node
   * that stops leaves by itself.
   *
   * @returns when all connections are closed
   */
  leave(): Promise<void> {
    return (this.#leaving ??= this.node.inRootContext(() => this.#leave()));
  }

  /** For the library alone: what `joinCluster` does. */
  async start(): Promise<void> {
    const { spec, transport } = this.#settings;
    for (const other of spec.nodes) if (other.id !== spec.own.id) this.#prepare(other);
    if (transport !== undefined) await this.#listen(transport);
    for (const member of this.#members.values()) member.tryNow();
  }

  async #listen(transport: Transport): Promise<void> {
    const { spec, connection } = this.#settings;
    const listener = await acceptConnections({
      transport,
      endpoint: spec.own.listenAddress,
      local: this.#local,
      admit: (remote) => this.#admit(remote),
      onConnection: (connection) => this.#members.get(connection.remote.id)?.accepted(connection),
      onRefused: (reason, remote) => this.#refused(reason, remote),
      options: connection,
    });
    this.#listener = listener;
    if (!this.isLeaving) return;
    await listener.close();
    throw this.#leftError();
  }

  #admit(remote: Applicant): string {
    if (this.isLeaving) return 'leaving';
    return this.#members.get(remote.id)?.admit(remote) ?? 'unknown_node';
  }

  #refused(reason: string, remote: string): void {
    // That happens whenever two nodes start together, and means nothing.
    if (reason !== 'simultaneous_connect') this.node.emit('connection', { event: 'refused', node: remote, reason });
  }

  #prepare(spec: NodeSpec): Member {
    const { codecs, outbox, reconnect, crossingTime, isHidden } = this.#settings;
    const member = new Member({
      host: this.node,
      spec,
      isHidden,
      formats: codecs.map(formatOf),
      outbox,
      reconnect,
      crossingTime,
      dial: (signal) => this.#dial(spec, signal),
      onConnected: (connection) => this.#compare(connection),
    });
    this.#members.set(spec.id, member);
    this.node.peers.set(spec.id, member.peer);
    return member;
  }

  #dial(spec: NodeSpec, signal: AbortSignal): Promise<Connection> {
    const { connection: options } = this.#settings;
    const transport = this.#settings.transport!;
    const local = this.#local;
    return dialConnection({ transport, endpoint: spec.address, remoteId: spec.id, local, options, signal });
  }

  // Two nodes need not know the same members, but mostly that is a mistake.
  #compare({ remote }: Connection): void {
    if (remote.fingerprint === undefined || remote.fingerprint === this.#fingerprint) return;
    this.node.emit('connection', { event: 'spec_differs', node: remote.id });
  }

  #newFingerprint(): string {
    const { own } = this.#settings.spec;
    // A port of 0 has been replaced by the one where the node listens.
    const address = own.address.port === 0 ? (this.endpoint ?? own.address) : own.address;
    return fingerprintOf([{ ...own, address }, ...[...this.#members.values()].map(({ spec }) => spec)]);
  }

  async #remove(member: Member, reason: string): Promise<void> {
    const { id } = member.spec;
    this.#members.delete(id);
    if (this.node.peers.get(id) === member.peer) this.node.peers.delete(id);
    this.#fingerprint = this.#newFingerprint();
    await member.leave(reason);
  }

  #leftError(): Error {
    return new Error(`node ${this.node.name} has left the cluster`);
  }

  async #leave(): Promise<void> {
    this.#forgetStop();
    const gone = [...this.#members.values()].map((member) => this.#remove(member, 'left'));
    await Promise.all([...gone, this.#listener?.close()]);
    if (this.node.cluster === this) this.node.cluster = undefined;
  }
}

// The fingerprint is read anew for each handshake: it changes with the members.
function localNode(
  { name, creation }: Node,
  { codecs, isHidden }: ClusterSettings,
  fingerprint: () => string,
): LocalNode {
  return {
    id: name,
    creation,
    codecs: codecs.map((codec) => codec.name),
    isHidden,
    get fingerprint() {
      return fingerprint();
    },
  };
}
