/**
 * RemotePeer: the way to one other node of the cluster, whether there is a connection or not.
 *
 * While a connection stands, signals go over its session. While one is being made they wait in order; then they go over
 * it, or are bounced together. Else a signal that needs the other node has a connection made.
 * A node is up from `attach` to the end of that session: nodeup comes before anything that the session brings, nodedown
 * after everything, each exactly once.
 */
import type { Node } from '../node/node.js';
import type { Peer } from '../node/peer.js';
import { bounce } from '../process/signals.js';
import type { Signal } from '../terms/signal.js';
import type { Connection } from './connection.js';
import { Outbox, type OutboxLimits } from './outbox.js';
import { pack, type Parcel } from './parcel.js';
import { Session } from './session.js';
import type { SignalFormat } from './signalFormat.js';

/** Why a connection is lost that `disconnectNode` has ended, at either end: nobody makes it anew before it is needed. */
export const disconnected = 'disconnect';

/** How a peer comes to connections. */
export interface Way {
  /** A connection is being made, or soon will be: what is to be sent waits for that. */
  readonly isTrying: boolean;
  /** Makes a connection now, if that is possible at all. */
  tryNow(): void;
  /** The connection is lost. */
  lost(reason: string): void;
}

export interface RemotePeerOptions {
  readonly host: Node;
  /** The name of the other node. */
  readonly node: string;
  /** Those that this node speaks, the best first. */
  readonly formats: readonly SignalFormat[];
  readonly way: Way;
  readonly outbox?: OutboxLimits | undefined;
  /** All connections are hidden, whatever the other node is. */
  readonly isHidden?: boolean;
  /** See `Peer`. */
  readonly isErlang?: boolean;
}

export class RemotePeer implements Peer {
  readonly node: string;
  readonly isErlang: boolean;
  readonly #host: Node;
  readonly #formats: readonly SignalFormat[];
  readonly #way: Way;
  readonly #isHiddenHere: boolean;
  readonly outbox: Outbox;
  #session: Session | undefined = undefined;
  /** The session is new, and what waited for it has not left yet. */
  #isOpening = false;
  #isClosed = false;
  #whenDrained: (() => void)[] = [];
  #whenTried: ((isConnected: boolean) => void)[] = [];
  /** Connections that were closed here and still have something to send. */
  readonly #closing = new Map<Connection, Promise<void>>();

  constructor({ host, node, formats, way, outbox, isHidden = false, isErlang = false }: RemotePeerOptions) {
    this.#host = host;
    this.node = node;
    this.#formats = formats;
    this.#way = way;
    this.#isHiddenHere = isHidden;
    this.isErlang = isErlang;
    this.outbox = new Outbox(outbox);
  }

  get isConnected(): boolean {
    return this.#session !== undefined;
  }

  // As in Erlang, a connection is hidden to both if one of the two nodes is.
  get isHidden(): boolean {
    return this.#session !== undefined && this.#isHidden(this.#session);
  }

  #isHidden({ connection }: Session): boolean {
    return this.#isHiddenHere || connection.remote.isHidden === true;
  }

  /** What passes over the connection, if one stands. */
  get session(): Session | undefined {
    return this.#session;
  }

  send(signal: Signal): void {
    if (signal.kind === 'call' && !this.#formats[0]!.hasCalls) return this.#sendApart(signal);
    if (this.#session !== undefined && !this.#isOpening) return this.#session.send(signal);
    if (!this.#willConnect && !needsConnection(signal)) return;
    const parcel = pack(signal, this.#formats[0]!);
    if (!this.#willConnect) this.#way.tryNow();
    if (!this.#willConnect) return bounce(this.#host, signal, 'noconnection');
    if (!this.outbox.add(parcel)) this.#lose([...this.outbox.empty(), parcel], 'the outbox is full');
  }

  #sendApart({ from, to, ref, label, request }: Signal & { readonly kind: 'call' }): void {
    this.send({ kind: 'monitor', from, to, ref });
    // It may have failed already.
    if (ref.aliasOf !== undefined) this.send({ kind: 'message', to, message: [label, [from, ref], request] });
  }

  get #willConnect(): boolean {
    return this.#isOpening || (this.#way.isTrying && !this.#isClosed);
  }

  connect(action: (isConnected: boolean) => void): void {
    if (!this.isConnected && !this.#willConnect) this.#way.tryNow();
    if (this.isConnected || !this.#willConnect) action(this.isConnected);
    else this.#whenTried.push(action);
  }

  disconnect(): void {
    this.drop(disconnected);
  }

  get isBusy(): boolean {
    return this.#session === undefined ? this.outbox.isHalfFull : this.#session.isBusy;
  }

  onceDrained(action: () => void): void {
    if (this.isBusy) this.#whenDrained.push(action);
    else action();
  }

  /** No connection came about: what waited for it is lost. */
  giveUp(reason: string): void {
    this.#lose(this.outbox.empty(), reason);
    this.#hasTried(false);
  }

  /** Takes a connection over; one that stands is lost with that. */
  attach(connection: Connection, reason = 'replaced'): void {
    const format = this.#formats.find(({ name }) => name === connection.remote.codec);
    if (format === undefined) throw new Error(`${this.node}: the codec ${connection.remote.codec} was not offered`);
    this.drop(reason);
    if (this.#isClosed) return connection.close(reason);
    const session = new Session(this.#host, connection, format);
    this.#session = session;
    connection.onDrain = () => this.#whenWritable(session);
    connection.onClose = (reason) => this.#lost(session, reason);
    this.#open(session);
    // Last: frames that have come already are delivered by this.
    if (this.#session === session) connection.onFrame = (frame) => this.#receive(session, frame);
  }

  /** Ends the connection, if one stands: told to the far end with this reason. */
  drop(reason: string): void {
    const session = this.#session;
    if (session === undefined) return;
    const { connection } = session;
    const closed = new Promise<void>((resolve) => {
      connection.onClose = () => {
        this.#closing.delete(connection);
        resolve();
      };
    });
    this.#closing.set(connection, closed);
    // The end of a connection is kept back until somebody takes frames.
    connection.onFrame = () => undefined;
    connection.close(reason);
    this.#lost(session, reason);
  }

  /** Ends the connection and takes no other; resolves when all that were dropped are closed. */
  async close(reason: string): Promise<void> {
    this.#isClosed = true;
    this.drop(reason);
    this.giveUp(reason);
    await Promise.all(this.#closing.values());
  }

  // What waited leaves first: what listeners of nodeup send joins the queue.
  #open(session: Session): void {
    this.#isOpening = true;
    const isHidden = this.#isHidden(session);
    const type = isHidden ? 'hidden' : 'visible';
    this.#host.nodeMonitors.nodeup(this.node, isHidden);
    this.#host.emit('nodeup', this.node, { creation: session.incarnation.creation, type });
    while (this.outbox.count > 0) for (const parcel of this.outbox.empty()) this.#forward(parcel, session);
    this.#isOpening = false;
    if (!this.isBusy) this.#drained();
    this.#hasTried(this.isConnected);
  }

  #hasTried(isConnected: boolean): void {
    const actions = this.#whenTried;
    this.#whenTried = [];
    for (const action of actions) action(isConnected);
  }

  #lose(parcels: readonly Parcel[], reason: string): void {
    this.#drained();
    const messages = parcels.filter(({ signal }) => signal.kind === 'message').length;
    if (messages > 0) this.#host.emit('connection', { event: 'messages_lost', node: this.node, reason, messages });
    for (const { signal } of parcels) bounce(this.#host, signal, 'noconnection');
  }

  #receive(session: Session, frame: Uint8Array): void {
    try {
      session.receive(frame);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (this.#session !== session) return;
      this.#host.emit('connection', { event: 'violation', node: this.node, reason });
      this.drop(reason);
    }
  }

  #whenWritable(session: Session): void {
    session.isBusy = false;
    if (this.#session === session) this.#drained();
  }

  #drained(): void {
    const actions = this.#whenDrained;
    this.#whenDrained = [];
    for (const action of actions) action();
  }

  #lost(session: Session, reason: string): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    session.end();
    this.#drained();
    const isHidden = this.#isHidden(session);
    this.#host.nodeMonitors.nodedown(this.node, reason, isHidden);
    this.#host.emit('nodedown', this.node, { reason, type: isHidden ? 'hidden' : 'visible' });
    this.#way.lost(reason);
  }

  // The sender has gone on long ago: what cannot be sent after all can only be reported.
  #forward(parcel: Parcel, session: Session): void {
    if (this.#session !== session) return bounce(this.#host, parcel.signal, 'noconnection');
    try {
      session.send(parcel.signal, parcel);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#host.emit('connection', { event: 'messages_lost', node: this.node, reason, messages: 1 });
      bounce(this.#host, parcel.signal, 'noconnection');
    }
  }
}

/** Signals that make a connection, as in Erlang; the others are about what cannot exist without one. */
function needsConnection(signal: Signal): boolean {
  switch (signal.kind) {
    case 'message':
    case 'link':
    case 'monitor':
    case 'call':
    case 'spawn':
      return true;
    case 'exit':
      return !signal.linked;
    case 'unlink':
    case 'unlink_ack':
    case 'demonitor':
    case 'down':
    case 'spawn_reply':
      return false;
    default:
      return signal satisfies never;
  }
}
