/**
 * The handshake of two nodes, version 6, from either side. Each proves by a digest that it knows the cookie; nothing that
 * the other says is acted upon before it has.
 */
import { randomBytes } from 'node:crypto';
import { partsOf } from '../beamName.js';
import { hasDemanded, offeredFlags } from './flags.js';
import { HandshakeError } from './handshakeError.js';
import * as messages from './messages.js';
import type { Packets } from './packets.js';

/** This node. */
export interface OwnNode {
  readonly name: string;
  readonly creation: number;
  readonly cookie: string;
}

/** The node at the far end. */
export interface OtherNode {
  readonly name: string;
  readonly creation: number;
}

/** What a node that wants to connect is told. */
export type Admission = 'ok' | 'ok_simultaneous' | 'nok' | 'alive' | 'not_allowed';

/** What the one that connects tells of its progress, and is asked on the way. */
export interface Attempt {
  /** From now on the other node knows of it. */
  onIntroduced(): void;
  /** Whether there is another connection with the node by now. */
  isNeedless(): boolean;
}

/**
 * As the one that connects.
 *
 * @param wanted the name of the node that must answer
 * @throws HandshakeError
 */
export async function initiate(packets: Packets, own: OwnNode, wanted: string, attempt: Attempt): Promise<OtherNode> {
  attempt.onIntroduced();
  packets.write(messages.nameMessage({ ...own, flags: offeredFlags }));
  const status = messages.readStatus(await packets.read());
  if (status === 'nok') throw new HandshakeError('the other node is connecting too', true);
  if (status === 'alive') contest(packets, attempt);
  else if (status !== 'ok' && status !== 'ok_simultaneous') throw new HandshakeError(`refused: ${shown(status)}`);
  const other = messages.readChallenge(await packets.read());
  if (other.name !== wanted) throw new HandshakeError(`node "${shown(other.name)}" answered, not "${wanted}"`);
  checkFlags(other);
  const challenge = newChallenge();
  packets.write(messages.replyMessage(challenge, messages.digestOf(other.challenge, own.cookie)));
  messages.checkDigest(messages.readAck(await packets.read()), challenge, own.cookie);
  return { name: other.name, creation: other.creation };
}

/**
 * As the one that is connected to.
 *
 * @param admit decides about a node whose name nothing has proven yet
 * @throws HandshakeError
 */
export async function answer(
  packets: Packets,
  own: OwnNode,
  admit: (other: OtherNode) => Admission,
): Promise<OtherNode> {
  const other = messages.readName(await packets.read());
  const verdict = verdictOn(other, own, admit);
  packets.write(messages.statusMessage(verdict));
  if (verdict === 'not_allowed') throw new HandshakeError(`node "${shown(other.name)}" is not let in`);
  if (verdict === 'nok') throw new HandshakeError('this node is connecting too', true);
  if (verdict === 'alive' && messages.readStatus(await packets.read()) !== 'true') {
    throw new HandshakeError('the other node keeps the connection that stands');
  }
  const challenge = newChallenge();
  packets.write(messages.challengeMessage({ ...own, flags: offeredFlags, challenge }));
  const reply = messages.readReply(await packets.read());
  messages.checkDigest(reply.digest, challenge, own.cookie);
  packets.write(messages.ackMessage(messages.digestOf(reply.challenge, own.cookie)));
  return { name: other.name, creation: other.creation };
}

/** The other node takes a connection for alive: true if it is none here. */
function contest(packets: Packets, attempt: Attempt): void {
  const isNeedless = attempt.isNeedless();
  packets.write(messages.statusMessage(String(!isNeedless)));
  if (isNeedless) throw new HandshakeError('the other node has connected', true);
}

function verdictOn(other: messages.Introduction, own: OwnNode, admit: (other: OtherNode) => Admission): Admission {
  const isNode = partsOf(other.name) !== undefined && other.creation !== 0 && other.name !== own.name;
  return isNode && hasDemanded(other.flags) ? admit(other) : 'not_allowed';
}

function checkFlags({ flags, creation, name }: messages.Challenge): void {
  if (!hasDemanded(flags)) throw new HandshakeError(`node "${name}" is older than OTP 25`);
  if (creation === 0) throw new HandshakeError(`node "${name}" tells no number of its run`);
}

function newChallenge(): number {
  return randomBytes(4).readUInt32BE();
}

function shown(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 255);
}
