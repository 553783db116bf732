/**
 * Beam: a node's membership in a cluster of Erlang nodes. The other nodes are not known beforehand: whoever is named is looked
 * for, and whoever knows the cookie is let in. Nothing here runs in the context of a process.
 */
import type { Node } from '../node/node.js';
import type { Peer } from '../node/peer.js';
import { badarg } from '../terms/errors.js';
import { ownedPromise } from '../process/ownedPromise.js';
import { partsOf } from './beamName.js';
import type { BeamSettings } from './beamSettings.js';
import { Registration } from './epmd/registration.js';
import { TermEncoder } from './etf/encoder.js';
import { Identifiers } from './etf/identifiers.js';
import type { Admission, OtherNode, OwnNode } from './handshake/handshake.js';
import { BeamWay } from './peer/beamWay.js';
import { dial } from './peer/dial.js';
import { BeamListener } from './peer/listener.js';
import type { BeamConnection } from './wire/beamConnection.js';
import { startServices } from './services.js';
import { BeamFormat } from './signals/beamFormat.js';
import type { BeamTerms } from './signals/beamTerms.js';

/** Membership in an Erlang cluster, from `joinBeam` to `leave`. */
export class Beam {
  /** The node that has joined. */
  readonly node: Node;
  /** Its name in the Erlang cluster. */
  readonly name: string;
  readonly #settings: BeamSettings;
  readonly #own: OwnNode;
  readonly #terms: BeamTerms;
  readonly #encoder: TermEncoder;
  readonly #services: ReturnType<typeof startServices>;
  /** Those that are connected, or being connected with. */
  readonly #ways = new Map<string, BeamWay>();
  readonly #listener: BeamListener;
  readonly #forgetStop: () => void;
  #registration: Registration | undefined = undefined;
  #port = 0;
  #leaving: Promise<void> | undefined = undefined;

  /** For the library alone: use `joinBeam`. */
  constructor(node: Node, settings: BeamSettings) {
    const { name, cookie, vocabulary, limits, binaries } = settings;
    this.node = node;
    this.name = name;
    this.#settings = settings;
    this.#own = { name, cookie, creation: node.creation };
    // First of all that leaves something behind: it refuses certificates that are none.
    this.#listener = new BeamListener({
      settings,
      own: this.#own,
      admit: (other) => this.#admit(other),
      onConnection: (connection) => this.#accepted(connection),
      onRefused: (who, reason) => node.emit('connection', { event: 'refused', node: who, reason }),
    });
    this.#services = startServices(node, name);
    const identifiers = new Identifiers(name, node.incarnation);
    this.#terms = { identifiers, vocabulary, limits, binaries, sender: this.#services.sender };
    this.#encoder = new TermEncoder(this.#terms);
    this.#forgetStop = node.onStop(() => this.leave());
    node.peers.findBy((other) => this.#find(other));
  }

  /** The port on which the node listens. */
  get port(): number {
    return this.#port;
  }

  /** The names of the Erlang nodes that are connected. */
  nodes(): readonly string[] {
    return [...this.#ways.values()].filter(({ peer }) => peer.isConnected).map(({ node }) => node);
  }

  /**
   * Connects with an Erlang node, if that is not connected.
   *
   * @param name `name@host`
   * @returns whether it is connected now; why not says an event 'connection' of the node
   */
  connect(name: string): Promise<boolean> {
    if (partsOf(name) === undefined || name === this.name) throw badarg('connect', 'name', name, 'another name@host');
    const reason = this.#obstacleTo(name);
    if (reason === undefined) {
      return ownedPromise<boolean>(this.node, (resolve) => this.#wayTo(name).peer.connect(resolve));
    }
    this.node.emit('connection', { event: 'dial_failed', node: name, reason });
    return Promise.resolve(false);
  }

  /**
   * Leaves: the connections end, and no other is made or taken. A node that stops leaves by itself.
   *
   * @returns when all connections are closed
   */
  leave(): Promise<void> {
    return (this.#leaving ??= this.node.inRootContext(() => this.#leave()));
  }

  /** For the library alone: what `joinBeam` does. */
  async start(): Promise<void> {
    const { epmdPort, alias, clock, inRootContext } = this.#settings;
    this.#port = await this.#listener.listen();
    if (epmdPort === undefined) return;
    // Erlang nodes are to be found at the epmd of their own host.
    const epmd = { host: '127.0.0.1', port: epmdPort };
    const onChange = (event: string, reason?: string): void => this.node.emit('connection', { event, reason });
    this.#registration = new Registration({ epmd, name: alias, port: this.#port, clock, inRootContext, onChange });
    await this.#registration.register();
  }

  #admit({ name }: OtherNode): Admission {
    return this.#obstacleTo(name) === undefined ? (this.#ways.get(name)?.admit() ?? 'ok') : 'not_allowed';
  }

  #accepted(connection: BeamConnection): void {
    const { id } = connection.remote;
    const obstacle = this.#obstacleTo(id);
    if (obstacle === undefined) this.#wayTo(id).accepted(connection);
    else connection.close(obstacle);
  }

  #find(name: string): Peer | undefined {
    const isReachable = partsOf(name) !== undefined && this.#obstacleTo(name) === undefined;
    return isReachable ? this.#wayTo(name).peer : undefined;
  }

  /** Why there is to be no connection with a node, whichever of the two makes it; undefined if there may be one. */
  #obstacleTo(name: string): string | undefined {
    const { allow } = this.#settings;
    const { peers } = this.node;
    if (this.#leaving !== undefined) return 'left';
    if (name === this.name || name === this.node.name) return 'it has the name of this node';
    if (allow !== undefined && !allow.has(name)) return 'it is not allowed';
    const isTaken = peers.has(name) && peers.get(name) !== this.#ways.get(name)?.peer;
    return isTaken ? 'there is another node with its name' : undefined;
  }

  #wayTo(node: string): BeamWay {
    return this.#ways.get(node) ?? this.#newWay(node);
  }

  // It is kept once it is used: names from anywhere must not fill the memory.
  #newWay(node: string): BeamWay {
    return new BeamWay({
      host: this.node,
      own: this.#own,
      settings: this.#settings,
      node,
      format: new BeamFormat(this.#terms, this.#encoder, node),
      dial: (name, signal, attempt) => dial(name, this.#own, this.#settings, this.#port, signal, attempt),
      onUse: (way) => this.#keep(way),
      onIdle: (way) => this.#forget(way),
    });
  }

  #keep(way: BeamWay): void {
    this.#ways.set(way.node, way);
    this.node.peers.set(way.node, way.peer);
  }

  #forget({ node, peer }: BeamWay): void {
    this.#ways.delete(node);
    if (this.node.peers.get(node) === peer) this.node.peers.delete(node);
  }

  async #leave(): Promise<void> {
    this.#forgetStop();
    this.#registration?.end();
    this.#listener.close();
    this.node.peers.findBy(undefined);
    const ways = [...this.#ways.values()];
    await Promise.all(ways.map((way) => way.leave('left')));
    for (const way of ways) this.#forget(way);
    this.#services.end();
  }
}
