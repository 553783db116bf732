/**
 * The handshake of the node that was dialled: it reads a hello, and answers with a welcome or a refusal. Invariant: the
 * far end has proven its id to the transport, and the hello must say the same; whatever is wrong is told to both sides.
 */
import type { Applicant, LocalNode } from './connectOptions.js';
import { FrameConnection } from './frameConnection.js';
import { frameType } from './frames.js';
import { HandshakeError } from './handshakeError.js';
import { decodeHello, encodeRefusal, encodeWelcome, type Hello } from './hello.js';
import type { Wire } from './wire.js';

export interface Answer {
  readonly local: LocalNode;
  readonly admit: (remote: Applicant) => string;
  readonly onConnection: (connection: FrameConnection) => void;
  /** Told once if there is no connection. The far end is being told too. */
  readonly onRefused: (reason: string) => void;
  /** Told once: the handshake has become a connection, or its channel is closed. */
  readonly onOver: () => void;
}

export class AnswerHandshake {
  readonly #wire: Wire;
  readonly #answer: Answer;
  readonly #timer: unknown;
  #isDecided = false;

  /** Starts at once. */
  constructor(wire: Wire, answer: Answer) {
    this.#wire = wire;
    this.#answer = answer;
    const { clock, handshakeTimeout } = wire.settings;
    this.#timer = clock.setTimer(
      () => this.refuse(new HandshakeError('timeout', 'handshake timeout')),
      handshakeTimeout,
    );
    wire.onMistake = (what) => this.refuse(new HandshakeError('malformed', `malformed handshake: ${what}`));
    wire.onGone = (error) => this.#gone(error);
    wire.onFrame = (type, payload) => this.#take(type, payload);
    wire.channel.resume();
  }

  /** Tells the far end why, and closes. Does nothing if that has been decided before. */
  refuse(error: HandshakeError): void {
    if (!this.#decide()) return;
    this.#wire.writeFrame(frameType.refused, encodeRefusal({ code: error.code, reason: error.message }));
    this.#wire.finish();
    this.#answer.onRefused(error.message);
  }

  /** Closes without more words. */
  abandon(): void {
    this.#wire.abandon();
  }

  #take(type: number, payload: Buffer): void {
    let verdict: Verdict;
    try {
      verdict = judge(type, payload, this.#wire, this.#answer);
    } catch (error) {
      if (!(error instanceof HandshakeError)) throw error;
      return this.refuse(error);
    }
    this.#decide();
    this.#answer.onOver();
    this.#answer.onConnection(accept(this.#wire, this.#answer.local, verdict));
  }

  #gone(error: Error | undefined): void {
    if (this.#decide()) this.#answer.onRefused(error?.message ?? 'closed before the handshake was over');
    this.#answer.onOver();
  }

  #decide(): boolean {
    if (this.#isDecided) return false;
    this.#isDecided = true;
    this.#wire.settings.clock.clearTimer(this.#timer);
    return true;
  }
}

interface Verdict {
  readonly hello: Hello;
  readonly codec: string;
}

function judge(type: number, payload: Buffer, wire: Wire, { local, admit }: Answer): Verdict {
  if (type !== frameType.hello) throw new HandshakeError('malformed', `malformed handshake: frame of type ${type}`);
  const hello = decodeHello(payload);
  const { id, creation } = hello;
  const { remoteId, remoteAddress: address } = wire.channel;
  if (id !== remoteId) {
    throw new HandshakeError('identity_mismatch', `node "${remoteId}" says that it is node "${id}"`);
  }
  if (id === local.id) throw new HandshakeError('same_id', `another node has the id "${id}" too`);
  if (hello.farId !== local.id) {
    throw new HandshakeError('wrong_node', `this is node "${local.id}", not "${hello.farId}"`);
  }
  if (creation === 0) throw new HandshakeError('bad_creation', 'the creation is 0');
  const codec = hello.codecs.find((name) => local.codecs.includes(name));
  if (codec === undefined) {
    const ours = local.codecs.join(', ');
    throw new HandshakeError('no_common_codec', `no common codec: ${hello.codecs.join(', ')} meets ${ours}`);
  }
  const admission = admit({ id, creation, address });
  if (admission !== 'ok') throw new HandshakeError('not_admitted', admission);
  return { hello, codec };
}

function accept(wire: Wire, local: LocalNode, { hello, codec }: Verdict): FrameConnection {
  const { id, creation, fingerprint, maxFrameSize, isHidden } = hello;
  const { settings, channel } = wire;
  const welcome = { ...own(local), farId: id, maxFrameSize: settings.maxFrameSize, codecs: [codec] };
  wire.writeFrame(frameType.welcome, encodeWelcome(welcome));
  return new FrameConnection(wire, {
    id,
    creation,
    codec,
    fingerprint,
    maxFrameSize,
    isHidden,
    address: channel.remoteAddress,
  });
}

function own({
  id,
  creation,
  fingerprint,
  isHidden = false,
}: LocalNode): Omit<Hello, 'farId' | 'maxFrameSize' | 'codecs'> {
  return { id, creation, fingerprint, isHidden };
}
