/**
 * Session: what passes over one connection, from its handshake to its loss, and what depends on it: links and monitors
 * between processes of the two nodes.
 *
 * It ends with the connection. All that hung on it then ends with 'noconnection', here as at the far end; nothing of it
 * is sent or delivered any more, and nothing of it is taken over by the next session.
 */
import type { Node } from '../node/node.js';
import { Call } from '../process/call.js';
import { acceptSignal, bounce } from '../process/signals.js';
import { Incarnation } from '../terms/incarnation.js';
import { isReply, type Signal, type Target } from '../terms/signal.js';
import { Address } from '../terms/address.js';
import type { Ref } from '../terms/ref.js';
import type { Way } from './codec/signalCodec.js';
import type { Connection } from './connection.js';
import { Links } from './links.js';
import { describeReason, isLastWords, streamOf, type LastWords, type Parcel } from './parcel.js';
import type { SignalFormat } from './signalFormat.js';

type SignalOf<K extends Signal['kind']> = Signal & { readonly kind: K };

export class Session {
  readonly connection: Connection;
  /** The run of the node at the far end. */
  readonly incarnation: Incarnation;
  /** More waits to be sent than is good; the connection tells when that is over. */
  isBusy = false;
  readonly links = new Links();
  /** The monitors that processes of this node have set on processes of the other. */
  monitors = new Map<number, SignalOf<'monitor'>>();
  /** The processes that processes of this node want the other to start, and have no answer of yet. */
  spawns = new Map<number, SignalOf<'spawn'>>();
  readonly #host: Node;
  readonly #format: SignalFormat;
  readonly #way: Way;
  #isOver = false;

  constructor(host: Node, connection: Connection, format: SignalFormat) {
    const { id, creation } = connection.remote;
    this.#host = host;
    this.connection = connection;
    this.#format = format;
    this.incarnation = Incarnation.of(id, creation);
    this.#way = { here: host.incarnation, there: this.incarnation };
  }

  /**
   * Sends a signal to a process of the other node; one for an earlier or later run of it is answered here.
   *
   * @throws what the codec or the connection throws if the term in it cannot travel; then nothing has happened
   */
  send(signal: Signal, parcel?: Parcel): void {
    if (!this.#isForThisRun(signal.to)) return bounce(this.#host, signal, 'noproc');
    const { links, monitors } = this;
    switch (signal.kind) {
      case 'link':
        links.set(signal.from, signal.to);
        return this.#post(signal);
      case 'unlink': {
        const id = links.takeBack(signal.from, signal.to);
        return id === undefined ? undefined : this.#post({ ...signal, id });
      }
      case 'exit':
        return signal.linked && !links.end(signal.from, signal.to) ? undefined : this.#post(signal, parcel);
      case 'monitor':
        this.#post(signal);
        monitors.set(signal.ref.id, signal);
        // A call, if the far end takes none in one piece.
        if (signal.ref instanceof Call) this.#host.incarnation.hold(signal.ref);
        return;
      case 'call': {
        const { from, to, ref } = signal;
        this.#post(signal, parcel);
        // Without the request, which nobody needs any more.
        monitors.set(ref.id, { kind: 'monitor', from, to, ref });
        this.#host.incarnation.hold(ref);
        return;
      }
      case 'message':
        this.#post(signal, parcel);
        if (isReply(signal.to, signal.message)) this.#host.remoteWatches.replied(signal.to as Ref);
        return;
      case 'demonitor':
        return this.#forget(signal.ref) ? this.#post(signal) : undefined;
      case 'spawn':
        this.#post(signal, parcel);
        this.spawns.set(signal.ref.id, signal);
        return;
      case 'spawn_reply':
        if (signal.linked) links.set(signal.from as Address, signal.to);
        return this.#post(signal);
      case 'down':
      case 'unlink_ack':
        return this.#post(signal, parcel);
      default:
        signal satisfies never;
    }
  }

  /**
   * Takes in a frame.
   *
   * @throws if it cannot be read or says what the other node has no right to say: the connection must end
   */
  receive(frame: Uint8Array): void {
    if (this.#isOver) return;
    const signal = this.#format.decode(frame, this.#way);
    if (signal === undefined) return;
    const violation = this.#format.violationOf(signal, this.#host.incarnation, this.incarnation);
    if (violation !== undefined) throw new Error(`forged: ${violation}`);
    this.#take(signal);
  }

  /** The connection is lost: everyone whom that concerns is told. */
  end(): void {
    this.#isOver = true;
    this.isBusy = false;
    const host = this.#host;
    const { monitors, spawns } = this;
    this.monitors = new Map();
    this.spawns = new Map();
    // First: processes that die of the loss need not try to tell the other node.
    host.remoteWatches.dropAll(this.incarnation);
    for (const [to, from] of this.links.clear()) {
      acceptSignal(host, { kind: 'exit', from, to, reason: 'noconnection', linked: true });
    }
    for (const monitor of monitors.values()) {
      if (monitor.ref instanceof Call) host.incarnation.release(monitor.ref);
      bounce(host, monitor, 'noconnection');
    }
    for (const spawn of spawns.values()) bounce(host, spawn, 'noconnection');
  }

  #take(signal: Signal): void {
    const { links } = this;
    switch (signal.kind) {
      case 'link':
        if (!links.accept(signal.to, signal.from)) return;
        break;
      case 'unlink':
        // Before anything else goes to that process: until then it takes no new link of ours for one.
        this.send({ kind: 'unlink_ack', from: signal.to, to: signal.from, id: signal.id! });
        if (!links.end(signal.to, signal.from)) return;
        break;
      case 'unlink_ack':
        return links.acknowledge(signal.to, signal.from, signal.id);
      case 'exit':
        if (signal.linked && !links.end(signal.to, signal.from)) return;
        break;
      case 'monitor':
      case 'call':
      case 'spawn':
        if (this.#host.remoteWatches.has(signal.ref))
          throw new Error(`forged: ${signal.kind} signal with a reference that is in use`);
        break;
      case 'down':
        return this.#takeDown(signal);
      case 'spawn_reply':
        return this.#takeSpawnReply(signal);
      case 'message':
        // Both ends know that the call is over.
        if (signal.to instanceof Call && this.#format.hasCalls && isReply(signal.to, signal.message)) {
          this.#forget(signal.to);
        }
        break;
      case 'demonitor':
        break;
      default:
        signal satisfies never;
    }
    acceptSignal(this.#host, signal);
  }

  // One that was taken back meanwhile is not known any more.
  #takeDown(signal: SignalOf<'down'>): void {
    const monitor = this.monitors.get(signal.ref.id);
    if (monitor === undefined) return;
    this.#forget(monitor.ref);
    acceptSignal(this.#host, { ...signal, from: monitor.to, ref: monitor.ref });
  }

  /** A monitor is over; false if it was not known. */
  #forget(ref: Ref): boolean {
    if (!this.monitors.delete(ref.id)) return false;
    this.#host.incarnation.release(ref);
    return true;
  }

  #takeSpawnReply(signal: SignalOf<'spawn_reply'>): void {
    const spawn = this.spawns.get(signal.ref.id);
    if (spawn === undefined || spawn.from !== signal.to) throw new Error('forged: spawn_reply signal without a spawn');
    this.spawns.delete(signal.ref.id);
    const { from: pid, to, ref } = signal;
    if (pid instanceof Address) {
      if (spawn.link) this.links.set(to, pid);
      if (spawn.monitor) this.monitors.set(ref.id, { kind: 'monitor', from: to, to: pid, ref: spawn.ref });
    }
    acceptSignal(this.#host, { ...signal, linked: spawn.link, ref: spawn.ref });
  }

  #isForThisRun(to: Target): boolean {
    return Array.isArray(to) || (to as Address).home === this.incarnation;
  }

  #post(signal: Signal, parcel?: Parcel): void {
    const stream = parcel?.stream ?? streamOf(signal);
    const bytes = parcel?.format === this.#format ? parcel.bytes : undefined;
    if (isLastWords(signal)) this.#postLastWords(signal, stream, bytes);
    else this.#write(bytes ?? this.#format.encode(signal), stream);
  }

  // A process that has ended cannot be told that its reason does not travel, and the others must hear of its end.
  #postLastWords(signal: LastWords, stream: number, bytes: Uint8Array | undefined): void {
    try {
      this.#write(bytes ?? this.#format.encode(signal), stream);
    } catch (error) {
      this.#write(this.#format.encode(describeReason(signal)), stream);
      const reason = error instanceof Error ? error.message : String(error);
      this.#host.emit('connection', {
        event: 'not_transferable',
        node: this.incarnation.node,
        pid: signal.from,
        reason,
      });
    }
  }

  #write(bytes: Uint8Array, stream: number): void {
    if (!this.connection.send(bytes, stream)) this.isBusy = true;
  }
}
