/**
 * BeamWay: how a node comes to a connection with one Erlang node. As in Erlang one is made when something is to be sent, and not
 * before; there is at most one, and of two attempts that cross each other the one of the node with the greater name goes on.
 */
import { RemotePeer, type Way } from '../../cluster/remotePeer.js';
import type { Node } from '../../node/node.js';
import type { BeamSettings } from '../beamSettings.js';
import type { Admission, Attempt, OwnNode } from '../handshake/handshake.js';
import { HandshakeError } from '../handshake/handshakeError.js';
import type { BeamFormat } from '../signals/beamFormat.js';
import type { BeamConnection } from '../wire/beamConnection.js';

export interface BeamWayOptions {
  readonly host: Node;
  readonly own: OwnNode;
  readonly settings: BeamSettings;
  /** The name of the other node. */
  readonly node: string;
  readonly format: BeamFormat;
  readonly dial: (node: string, signal: AbortSignal, attempt: Attempt) => Promise<BeamConnection>;
  /** It is used, and must be found from now on. */
  readonly onUse: (way: BeamWay) => void;
  /** There is neither a connection nor an attempt any more. */
  readonly onIdle: (way: BeamWay) => void;
}

export class BeamWay implements Way {
  readonly node: string;
  readonly peer: RemotePeer;
  readonly #options: BeamWayOptions;
  #attempt: AbortController | undefined = undefined;
  /** The other node knows of the attempt. */
  #isIntroduced = false;
  /** What the other node has made while our attempt was under way, which goes before: it may be dead there already. */
  #spare: BeamConnection | undefined = undefined;
  /** The other node is making an attempt: what is to be sent waits for that. */
  #patience: unknown = undefined;
  #isAttaching = false;
  #isClosed = false;

  constructor(options: BeamWayOptions) {
    const { host, node, format } = options;
    this.#options = options;
    this.node = node;
    this.peer = new RemotePeer({ host, node, formats: [format], way: this, isHidden: true, isErlang: true });
  }

  get isTrying(): boolean {
    return this.#attempt !== undefined || this.#patience !== undefined || this.#isAttaching;
  }

  tryNow(): void {
    if (this.isTrying || this.#isClosed) return;
    const { host, dial, settings, onUse } = this.#options;
    onUse(this);
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#isIntroduced = false;
    const progress = {
      onIntroduced: () => void (this.#isIntroduced = this.#attempt === attempt),
      isNeedless: () => this.#spare !== undefined && !this.#spare.isClosed,
    };
    host.inRootContext(() => {
      const tooLate = (): void => attempt.abort(new HandshakeError('the handshake takes too long'));
      const timer = settings.clock.setTimer(tooLate, settings.handshakeTimeout);
      dial(this.node, attempt.signal, progress)
        .then(
          (connection) => this.#dialled(attempt, connection),
          (error: unknown) => this.#failed(attempt, error),
        )
        .finally(() => settings.clock.clearTimer(timer));
    });
  }

  lost(): void {
    // Who was told of the loss may have tried again by now.
    if (!this.isTrying) this.#options.onIdle(this);
  }

  /** What the other node is told that wants to connect. It has proven nothing yet: nothing changes here. */
  admit(): Admission {
    if (this.peer.isConnected) return 'alive';
    if (this.#attempt === undefined) return 'ok';
    return this.#goesBefore ? 'nok' : 'ok_simultaneous';
  }

  /** Of two attempts at the same time, this node's goes on. */
  get #goesBefore(): boolean {
    return this.#options.own.name > this.node;
  }

  /** The other node has connected. */
  accepted(connection: BeamConnection): void {
    if (this.#isClosed) return connection.close('left');
    this.#options.onUse(this);
    if (this.#attempt !== undefined && this.#isIntroduced && this.#goesBefore) this.#spared(connection);
    else this.#attach(connection);
  }

  // The node that has connected twice, perhaps another run of it, knows of the later one.
  #spared(connection: BeamConnection): void {
    this.#spare?.close('replaced');
    this.#spare = connection;
  }

  /** Ends the connection and makes no other; resolves when it is closed. */
  leave(reason: string): Promise<void> {
    this.#isClosed = true;
    this.#settle();
    return this.peer.close(reason);
  }

  #dialled(attempt: AbortController, connection: BeamConnection): void {
    if (this.#attempt !== attempt) return connection.close('not needed any more');
    this.#attach(connection);
  }

  #attach(connection: BeamConnection): void {
    this.#isAttaching = true;
    this.peer.attach(connection);
    this.#isAttaching = false;
    this.#settle();
    if (!this.peer.isConnected) this.#options.onIdle(this);
  }

  #settle(): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    attempt?.abort(new HandshakeError('another connection stands'));
    this.#spare?.close('not needed any more');
    this.#spare = undefined;
    this.#options.settings.clock.clearTimer(this.#patience);
    this.#patience = undefined;
  }

  #failed(attempt: AbortController, error: unknown): void {
    if (this.#attempt !== attempt) return;
    this.#attempt = undefined;
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare?.isClosed === false) return this.#attach(spare);
    const reason = error instanceof Error ? error.message : String(error);
    if (!(error instanceof HandshakeError && error.isTheirTurn)) return this.#giveUp(reason);
    const { clock, handshakeTimeout } = this.#options.settings;
    this.#patience = clock.setTimer(() => {
      this.#patience = undefined;
      this.#giveUp(reason);
    }, handshakeTimeout);
  }

  #giveUp(reason: string): void {
    const { host, onIdle } = this.#options;
    // First: whoever is told may try again, and what that is for must wait for the next attempt.
    this.peer.giveUp(reason);
    host.emit('connection', { event: 'dial_failed', node: this.node, reason });
    if (!this.isTrying && !this.peer.isConnected) onIdle(this);
  }
}
