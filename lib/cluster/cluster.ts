/**
 * Cluster: what a node knows of the cluster it is in: the other members, the ways to them, and who is let in.
 *
 * Every member has a peer in `node.peers` from when it is added until it is removed, connected or not. Nothing here runs
 * in the context of a process.
 */
import type { SecureContextOptions } from 'node:tls';
import type { Node } from '../node/node.js';
import { badarg } from '../terms/errors.js';
import type { CertificateKeeper } from './certificates/certificateKeeper.js';
import { keeperOf } from './certificates/keeperOf.js';
import { awaitNode } from './awaitNode.js';
import { withoutCertificates, type ClusterSettings } from './clusterSettings.js';
import { acceptConnections, dialConnection, type Applicant, type LocalNode, type WireEvent } from './connect.js';
import type { Connection } from './connection.js';
import { Discoveries } from './discoveries.js';
import type { Member, NodeStatus } from './member.js';
import { Members, type MemberChanges } from './members.js';
import type { Credentials, ClusterSpecFile, NodeSpec, NodeSpecFile } from './spec/clusterSpec.js';
import { ShellDoor } from './shell/shellDoor.js';
import { fingerprintOf } from './spec/fingerprint.js';
import { readClusterSpec } from './spec/readClusterSpec.js';
import { readNodeSpec } from './spec/readNodeSpec.js';
import type { Endpoint, Listener, Transport } from './transport.js';

/** A node's membership in a cluster, from `joinCluster` to `leave`. */
export class Cluster {
  /** The node that is in the cluster. */
  readonly node: Node;
  readonly #settings: ClusterSettings;
  readonly #members: Members;
  readonly #discoveries: Discoveries;
  #listener: Listener | undefined = undefined;
  #leaving: Promise<void> | undefined = undefined;
  #fingerprint: string | undefined;
  readonly #local: LocalNode;
  readonly #forgetStop: () => void;
  readonly #certificates: CertificateKeeper | undefined;
  readonly #shells: ShellDoor;

  /** For the library alone: use `joinCluster`. */
  constructor(node: Node, settings: ClusterSettings) {
    this.node = node;
    this.#settings = settings;
    this.#fingerprint = this.#isTold ? settings.spec.fingerprint : undefined;
    this.#members = new Members({
      host: node,
      settings,
      dial: (spec, signal) => this.#dial(spec, signal),
      problemOf: ({ remote, certificate }) => this.#certificates?.problemOf(remote.id, certificate),
      onConnected: (connection) => this.#connected(connection),
      onChange: () => (this.#fingerprint = this.#newFingerprint()),
    });
    this.#discoveries = new Discoveries(node, this.#members);
    this.#local = localNode(node, settings, () => this.#fingerprint);
    this.#shells = new ShellDoor({ node, connections: () => this.nodes() }, () => this.#certificates?.check());
    const standing = () => [...this.#members.all().flatMap((member) => member.standing), ...this.#shells.standing];
    this.#certificates = keeperOf(node, settings, standing);
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
    return this.#members.all().map((member) => member.status);
  }

  /** What is known of another member; undefined if there is none with this id. */
  nodeStatus(id: number | string): NodeStatus | undefined {
    return this.#members.get(String(id))?.status;
  }

  /**
   * Waits until a member is connected, and tries at once if it is not.
   *
   * @param options.timeout 0 to 2^30 ms, or 'infinity', the default
   * @throws Error that says why not, when the time is over, the member is removed, or this node leaves; badarg if the
   *   cluster has no such member, or for another timeout
   */
  connected(id: number | string, options: { readonly timeout?: number | 'infinity' } = {}): Promise<void> {
    const { timeout = 'infinity' } = options;
    const member = this.#member('connected', id);
    if (timeout !== 'infinity' && !(timeout >= 0 && timeout <= 2 ** 30)) {
      throw badarg('connected', 'timeout', timeout, "0 to 2^30 milliseconds, or 'infinity'");
    }
    if (!member.peer.isConnected) member.tryNow();
    return awaitNode(this.node, member, timeout);
  }

  /**
   * Adds a member, and connects with it. The others must be told by themselves.
   *
   * @throws ClusterSpecError if the node cannot be one of this cluster
   */
  addNode(file: NodeSpecFile): void {
    const known = [this.#settings.spec.own, ...this.#members.all().map(({ spec }) => spec)];
    const spec = readNodeSpec(file, known);
    this.#checkMayGrow();
    this.#members.tell(byHand, [...this.#members.toldBy(byHand), spec]);
  }

  /**
   * Removes a member: the connection with it ends, and it is not let in any more, until something finds it anew: a
   * discovery, `reload`, `addNode`. Resolves when that is done.
   */
  async removeNode(id: number | string): Promise<void> {
    await this.#members.remove(this.#member('removeNode', id).spec.id, 'removed');
  }

  /**
   * Reads the cluster spec anew, and makes its nodes the members: new ones are connected with, those that are missing now
   * removed, those at another address looked for there. Members by `addNode` and discoveries stay. Nothing changes but
   * the members.
   *
   * @param source by default the file that `joinCluster` was given
   * @returns what has changed
   * @throws ClusterSpecError with all mistakes; then all stays as it was
   */
  reload(source?: string | ClusterSpecFile): MemberChanges {
    const given = source ?? this.#settings.source;
    if (source === undefined && typeof given !== 'string') {
      throw badarg(
        'reload',
        'source',
        source,
        'a cluster spec, as the node was not given the path of one when it joined',
      );
    }
    const { nodes } = readClusterSpec(given as string | ClusterSpecFile, this.node.name);
    if (nodes.length > 1) this.#checkMayGrow();
    return this.node.inRootContext(() => this.#members.tell(bySpec, nodes));
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

  /**
   * Takes up renewed certificates, for all connections made from now on; those that stand are not touched, unless the far
   * end's certificate is not to be trusted any more. Files are looked at now and then in any case
   * (`certificateInterval`).
   *
   * @param credentials without `crlPem` the revocation lists in use stay; default: what the cluster spec names, read again
   * @returns whether they are other ones than before
   * @throws ClusterSpecError, or Error, if they cannot be used; then nothing has changed
   */
  reloadCertificates(credentials?: Credentials): boolean {
    if (this.#certificates === undefined) throw new Error('the cluster spec names no certificates');
    return this.node.inRootContext(() => this.#certificates!.reload(credentials));
  }

  /** For the library alone: TLS with the node's certificates, for servers beside the cluster's own. */
  useCertificates(user: (tls: SecureContextOptions) => void): () => void {
    if (this.#certificates === undefined) throw new Error('the cluster spec names no certificates');
    return this.#certificates.use(user);
  }

  /**
   * Has a listener see every frame that comes and goes, over connections that stand as well, until the function that is
   * returned is called. The bytes are not to be changed, nor to be kept.
   */
  tapWire(listener: (event: WireEvent) => void): () => void {
    return this.#settings.taps.add(listener);
  }

  /** For the library alone: what `joinCluster` does. */
  async start(): Promise<void> {
    const { spec, transport, discoveries } = this.#settings;
    this.#members.tell(bySpec, spec.nodes);
    if (transport !== undefined) await this.#listen(transport);
    this.#certificates?.start();
    this.#members.start();
    this.#discoveries.start(discoveries);
  }

  async #listen(transport: Transport): Promise<void> {
    const { spec, connection, shell } = this.#settings;
    if (shell) transport.onVisitor = (visitor) => this.#shells.take(visitor);
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
    const member = this.#members.get(remote.id);
    if (member === undefined) this.#discoveries.look();
    return member?.admit(remote) ?? 'unknown_node';
  }

  #refused(reason: string, remote: string): void {
    // That happens whenever two nodes start together, and means nothing.
    if (reason !== 'simultaneous_connect') this.node.emit('connection', { event: 'refused', node: remote, reason });
  }

  #member(where: string, id: number | string): Member {
    const member = this.#members.get(String(id));
    if (member === undefined) throw badarg(where, 'id', id, 'a member of the cluster other than this node');
    return member;
  }

  #checkMayGrow(): void {
    if (this.isLeaving) throw this.#leftError();
    if (this.#settings.transport === undefined) throw withoutCertificates();
  }

  #dial(spec: NodeSpec, signal: AbortSignal): Promise<Connection> {
    const { connection: options } = this.#settings;
    const transport = this.#settings.transport!;
    const local = this.#local;
    return dialConnection({ transport, endpoint: spec.address, remoteId: spec.id, local, options, signal });
  }

  #connected(connection: Connection): void {
    this.#compare(connection);
    this.#certificates?.connected();
  }

  // Two nodes need not know the same members, but mostly that is a mistake.
  #compare({ remote }: Connection): void {
    const [ours, theirs] = [this.#fingerprint, remote.fingerprint];
    if (ours === undefined || theirs === undefined || ours === theirs) return;
    this.node.emit('connection', { event: 'spec_differs', node: remote.id });
  }

  /** Whether all members are told, and none found, which happens at each node in its own time. */
  get #isTold(): boolean {
    return this.#settings.discoveries.length === 0;
  }

  #newFingerprint(): string | undefined {
    if (!this.#isTold) return undefined;
    const { own } = this.#settings.spec;
    // A port of 0 has been replaced by the one where the node listens.
    const address = own.address.port === 0 ? (this.endpoint ?? own.address) : own.address;
    return fingerprintOf([{ ...own, address }, ...this.#members.all().map(({ spec }) => spec)]);
  }

  #leftError(): Error {
    return new Error(`node ${this.node.name} has left the cluster`);
  }

  async #leave(): Promise<void> {
    this.#forgetStop();
    this.#discoveries.stop();
    this.#certificates?.stop();
    this.#shells.close('the node leaves the cluster');
    await Promise.all([this.#members.leave('left'), this.#listener?.close()]);
    if (this.node.cluster === this) this.node.cluster = undefined;
  }
}

// Who says that nodes are members, beside discoveries.
const bySpec = {};
const byHand = {};

// The fingerprint is read anew for each handshake: it changes with the members.
function localNode(
  { name, creation }: Node,
  { codecs, isHidden }: ClusterSettings,
  fingerprint: () => string | undefined,
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
