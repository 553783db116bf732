/**
 * Member: another node of the cluster: where it is, the way to it, and which connections with it are taken. There is at
 * most one; see admission.ts for which of two.
 */
import type { Node } from '../node/node.js';
import { admission, type Refusal } from './admission.js';
import { BackOff, type BackOffOptions } from './backOff.js';
import type { Applicant } from './connect.js';
import type { Standing } from './certificates/certificateKeeper.js';
import type { Connection } from './connection.js';
import type { SignalFormat } from './signalFormat.js';
import { Dialler } from './dialler.js';
import { endpointText } from './endpoint.js';
import type { OutboxLimits } from './outbox.js';
import { disconnected, RemotePeer } from './remotePeer.js';
import type { NodeSpec } from './spec/clusterSpec.js';

export interface MemberOptions {
  readonly host: Node;
  readonly spec: NodeSpec;
  /** This node is a hidden one. */
  readonly isHidden: boolean;
  readonly formats: readonly SignalFormat[];
  readonly outbox: OutboxLimits | undefined;
  readonly reconnect: BackOffOptions | undefined;
  /** How long a request to be let in may be on its way, ms. */
  readonly crossingTime: number;
  readonly dial: (spec: NodeSpec, signal: AbortSignal) => Promise<Connection>;
  /** Why a connection that has been made is not to stand; undefined if it may. */
  readonly problemOf: (connection: Connection) => string | undefined;
  readonly onConnected: (connection: Connection) => void;
  /** The connection is lost, and no other takes its place at once. */
  readonly onLost: () => void;
}

/** What is known of a node. */
export interface NodeStatus {
  readonly id: string;
  /** `host:port` where it is to be found. */
  readonly address: string;
  readonly state: 'connected' | 'connecting' | 'disconnected';
  /** Whether it is listed in `nodes()`; undefined while not connected. */
  readonly type: 'visible' | 'hidden' | undefined;
  /** The run of the node, while connected. */
  readonly creation: number | undefined;
  /** Bytes that wait to be sent. */
  readonly pendingBytes: number;
  /** Why the last attempt failed, or the last connection was lost, if there is none now. */
  readonly reason: string | undefined;
}

export class Member {
  #spec: NodeSpec;
  readonly peer: RemotePeer;
  readonly #options: MemberOptions;
  readonly #backOff: BackOff;
  readonly #dialler: Dialler;
  /** Runs of the node that a later one has taken the place of. */
  readonly #superseded: number[] = [];
  #isAttaching = false;
  #isDialled = false;
  #since = 0;
  #reason: string | undefined = undefined;
  readonly #waiting = new Set<(isConnected: boolean) => void>();

  constructor(options: MemberOptions) {
    const { host, spec, formats, outbox, isHidden } = options;
    this.#options = options;
    this.#spec = spec;
    this.#backOff = new BackOff(options.reconnect);
    this.#dialler = new Dialler({
      host,
      backOff: this.#backOff,
      dial: (signal) => options.dial(this.#spec, signal),
      onConnection: (connection) => this.#dialled(connection),
      onFailure: (reason) => this.#failed(reason),
    });
    this.peer = new RemotePeer({ host, node: spec.id, formats, outbox, isHidden, way: this });
  }

  /** Where it is. */
  get spec(): NodeSpec {
    return this.#spec;
  }

  /** It is to be found somewhere else from now on. A connection that stands is left alone. */
  move(spec: NodeSpec): void {
    this.#spec = spec;
    if (this.peer.isConnected) return;
    this.#dialler.settle();
    this.#dialler.tryNow();
  }

  get status(): NodeStatus {
    const { session, outbox } = this.peer;
    const idle = this.#dialler.isTrying ? 'connecting' : 'disconnected';
    return {
      id: this.#spec.id,
      address: endpointText(this.#spec.address),
      state: session === undefined ? idle : 'connected',
      type: session && (this.peer.isHidden ? 'hidden' : 'visible'),
      creation: session?.incarnation.creation,
      pendingBytes: session?.connection.pendingBytes ?? outbox.bytes,
      reason: session === undefined ? this.#reason : undefined,
    };
  }

  /** The connection that stands, if one does, as the judge of certificates sees it. */
  get standing(): readonly Standing[] {
    const { session } = this.peer;
    if (session === undefined) return [];
    const { certificate } = session.connection;
    return [{ node: this.spec.id, certificate, drop: (reason) => this.peer.drop(reason) }];
  }

  /**
   * Calls back once: with true when the node is connected, with false when that will not be any more. What it returns
   * takes that back.
   */
  onceConnected(action: (isConnected: boolean) => void): () => void {
    this.#waiting.add(action);
    return () => this.#waiting.delete(action);
  }

  /** Whether the node is let in. 'ok' must be followed by `accepted`. */
  admit({ creation }: Applicant): 'ok' | Refusal {
    const { host, crossingTime } = this.#options;
    const { session } = this.peer;
    const verdict = admission({
      ownId: host.name,
      remoteId: this.#spec.id,
      remoteCreation: creation,
      isDialling: this.#dialler.isDialling,
      standing: session && {
        creation: session.incarnation.creation,
        isDialled: this.#isDialled,
        age: host.clock.now() - this.#since,
      },
      isSuperseded: this.#superseded.includes(creation),
      crossingTime,
    });
    if (verdict === 'simultaneous_connect') this.#dialler.hasRefusedOther();
    return verdict;
  }

  accepted(connection: Connection): void {
    this.#attach(connection, false);
  }

  get isTrying(): boolean {
    return this.#isAttaching || this.#dialler.isTrying;
  }

  tryNow(): void {
    this.#dialler.tryNow();
  }

  lost(reason: string): void {
    this.#reason = reason;
    this.#backOff.lasted(this.#options.host.clock.now() - this.#since);
    if (!this.#isAttaching) this.#alone(reason);
  }

  #alone(reason: string | undefined): void {
    if (reason !== disconnected) this.#dialler.tryLater();
    this.#options.onLost();
  }

  /** Ends the connection and makes no other; resolves when it is closed. */
  leave(reason: string): Promise<void> {
    this.#dialler.stop();
    const closed = this.peer.close(reason);
    this.#tellWaiting(false);
    return closed;
  }

  #dialled(connection: Connection): void {
    const { session } = this.peer;
    if (session === undefined || !this.#superseded.includes(connection.remote.creation)) {
      this.#attach(connection, true);
    } else {
      connection.close('superseded' satisfies Refusal);
      this.#dialler.settle();
    }
  }

  #attach(connection: Connection, isDialled: boolean): void {
    const problem = this.#options.problemOf(connection);
    if (problem !== undefined) return this.#turnAway(connection, isDialled, problem);
    const { session } = this.peer;
    const isNewRun = session !== undefined && session.incarnation.creation !== connection.remote.creation;
    if (isNewRun) this.#supersede(session.incarnation.creation);
    this.#isAttaching = true;
    this.peer.attach(connection, isNewRun ? 'restarted' : 'replaced');
    this.#isDialled = isDialled;
    this.#since = this.#options.host.clock.now();
    this.#isAttaching = false;
    this.#dialler.settle();
    // Whoever heard of it may have ended it already.
    if (!this.peer.isConnected) return this.#alone(this.#reason);
    this.#options.onConnected(connection);
    this.#tellWaiting(true);
  }

  // Before it is taken over: its node is not up for a moment, and gets nothing of what waits.
  #turnAway(connection: Connection, isDialled: boolean, reason: string): void {
    connection.close(reason);
    if (isDialled) this.#dialler.settle();
    if (this.peer.isConnected || this.#dialler.isTrying) return;
    this.#reason = reason;
    this.#dialler.tryLater();
    this.peer.giveUp(reason);
  }

  #tellWaiting(isConnected: boolean): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const action of waiting) action(isConnected);
  }

  #supersede(creation: number): void {
    this.#superseded.push(creation);
    if (this.#superseded.length > 16) this.#superseded.shift();
  }

  #failed(reason: string): void {
    this.#reason = reason;
    this.#options.host.emit('connection', { event: 'dial_failed', node: this.#spec.id, reason });
    this.peer.giveUp(reason);
  }
}
