/**
 * The handshake of the node that dials: it sends a hello, and reads a welcome or a refusal.
 */
import type { LocalNode } from './connectOptions.js';
import { DialError, RefusedError } from './connectErrors.js';
import { FrameConnection } from './frameConnection.js';
import { decodeText, encodeText, frameType } from './frames.js';
import { HandshakeError } from './handshakeError.js';
import { decodeRefusal, decodeWelcome, encodeHello, type Welcome } from './hello.js';
import type { Wire } from './wire.js';

/** @throws RefusedError, DialError, or the reason of the signal */
export function offerHandshake(wire: Wire, local: LocalNode, signal: AbortSignal): Promise<FrameConnection> {
  return new Promise((resolve, reject) => new Offer(wire, local, signal, resolve, reject));
}

class Offer {
  readonly #wire: Wire;
  readonly #local: LocalNode;
  readonly #signal: AbortSignal;
  readonly #resolve: (connection: FrameConnection) => void;
  readonly #reject: (error: unknown) => void;
  readonly #timer: unknown;
  #isOver = false;

  constructor(
    wire: Wire,
    local: LocalNode,
    signal: AbortSignal,
    resolve: (connection: FrameConnection) => void,
    reject: (error: unknown) => void,
  ) {
    this.#wire = wire;
    this.#local = local;
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    const { clock, handshakeTimeout, maxFrameSize } = wire.settings;
    this.#timer = clock.setTimer(() => this.#giveUp(this.#error('handshake timeout')), handshakeTimeout);
    signal.addEventListener('abort', this.#onAbort);
    wire.onMistake = (what) => this.#giveUp(this.#error(`malformed handshake: ${what}`));
    wire.onGone = (error) => this.#gone(error);
    wire.onFrame = (type, payload) => this.#take(type, payload);
    const { id, creation, codecs, fingerprint, isHidden = false } = local;
    const farId = wire.channel.remoteId;
    wire.writeFrame(frameType.hello, encodeHello({ id, farId, creation, codecs, fingerprint, maxFrameSize, isHidden }));
    wire.channel.resume();
  }

  readonly #onAbort = (): void => {
    this.#wire.settings.inRootContext(() => this.#giveUp(this.#signal.reason));
  };

  #take(type: number, payload: Buffer): void {
    if (type === frameType.welcome) {
      this.#welcomed(payload);
    } else if (type === frameType.refused) {
      const { code, reason } = decodeRefusal(payload);
      this.#fail(new RefusedError(this.#wire.channel.remoteAddress, code, reason));
    } else if (type === frameType.goodbye) {
      this.#fail(this.#error(decodeText(payload)));
    } else {
      this.#giveUp(this.#error(`malformed handshake: frame of type ${type}`));
    }
  }

  #welcomed(payload: Buffer): void {
    let welcome: Welcome;
    try {
      welcome = decodeWelcome(payload);
      checkWelcome(welcome, this.#wire.channel.remoteId, this.#local);
    } catch (error) {
      if (!(error instanceof HandshakeError)) throw error;
      return this.#giveUp(this.#error(error.message));
    }
    if (!this.#over()) return;
    const { id, creation, fingerprint, maxFrameSize, isHidden } = welcome;
    const codec = welcome.codecs[0]!;
    const address = this.#wire.channel.remoteAddress;
    this.#resolve(
      new FrameConnection(this.#wire, { id, creation, codec, fingerprint, maxFrameSize, isHidden, address }),
    );
  }

  // In TLS 1.3 who dials is done before the far end has looked at its certificate.
  #gone(error: Error | undefined): void {
    const hint = 'closed before the handshake was over; it may not accept the certificate of this node';
    if (this.#over()) this.#reject(this.#error(error === undefined ? hint : `${hint} (${error.message})`));
  }

  /** Ends it, and tells the far end why. */
  #giveUp(error: unknown): void {
    if (this.#isOver) return;
    const farewell = error instanceof Error ? error.message : String(error);
    this.#wire.writeFrame(frameType.goodbye, encodeText(farewell));
    this.#fail(error);
  }

  #fail(error: unknown): void {
    if (!this.#over()) return;
    this.#wire.finish();
    this.#reject(error);
  }

  #over(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#wire.settings.clock.clearTimer(this.#timer);
    this.#signal.removeEventListener('abort', this.#onAbort);
    return true;
  }

  #error(what: string): DialError {
    return new DialError(`${this.#wire.channel.remoteAddress}: ${what}`);
  }
}

function checkWelcome({ id, farId, creation, codecs }: Welcome, remoteId: string, local: LocalNode): void {
  if (id !== remoteId) throw new HandshakeError('identity_mismatch', `node "${remoteId}" says that it is node "${id}"`);
  if (farId !== local.id) throw new HandshakeError('wrong_node', `it takes this node for "${farId}"`);
  if (creation === 0) throw new HandshakeError('bad_creation', 'its creation is 0');
  if (!local.codecs.includes(codecs[0]!)) {
    throw new HandshakeError('no_common_codec', `it chose the codec ${codecs[0]}, which was not offered`);
  }
}
