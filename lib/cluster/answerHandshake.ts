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
  /** Told once if there was no connection. */
  readonly onRefused: (reason: string) => void;
  /** Told once, when the handshake is over in any way. */
  readonly onOver: () => void;
}

/** @returns gives the handshake up, with that reason */
export function answerHandshake(wire: Wire, answer: Answer): (error: HandshakeError) => void {
  const { clock, handshakeTimeout } = wire.settings;
  let isOver = false;
  const over = (): boolean => {
    if (isOver) return false;
    isOver = true;
    clock.clearTimer(timer);
    answer.onOver();
    return true;
  };
  const refuse = (error: HandshakeError): void => {
    if (!over()) return;
    wire.writeFrame(frameType.refused, encodeRefusal({ code: error.code, reason: error.message }));
    wire.finish();
    answer.onRefused(error.message);
  };
  const timer = clock.setTimer(() => refuse(new HandshakeError('timeout', 'handshake timeout')), handshakeTimeout);
  wire.onMistake = (what) => refuse(new HandshakeError('malformed', `malformed handshake: ${what}`));
  wire.onGone = (error) => {
    if (over()) answer.onRefused(error?.message ?? 'closed before the handshake was over');
  };
  wire.onFrame = (type, payload) => {
    try {
      const welcome = judge(type, payload, wire, answer);
      if (over()) answer.onConnection(accept(wire, answer.local, welcome));
    } catch (error) {
      if (!(error instanceof HandshakeError)) throw error;
      refuse(error);
    }
  };
  wire.channel.resume();
  return refuse;
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
  const { id, creation, fingerprint, maxFrameSize } = hello;
  const { settings, channel } = wire;
  const welcome = { ...own(local), farId: id, maxFrameSize: settings.maxFrameSize, codecs: [codec] };
  wire.writeFrame(frameType.welcome, encodeWelcome(welcome));
  return new FrameConnection(wire, {
    id,
    creation,
    codec,
    fingerprint,
    maxFrameSize,
    address: channel.remoteAddress,
  });
}

function own({ id, creation, fingerprint }: LocalNode): Pick<Hello, 'id' | 'creation' | 'fingerprint'> {
  return { id, creation, fingerprint };
}
