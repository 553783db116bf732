/** The messages of the handshake, version 6, without the length before them. What comes is checked to the last byte. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { HandshakeError } from './handshakeError.js';

/** What a node tells of itself. */
export interface Introduction {
  readonly flags: bigint;
  readonly creation: number;
  readonly name: string;
}

export interface Challenge extends Introduction {
  readonly challenge: number;
}

const letters = { name: 78, status: 115, reply: 114, ack: 97 } as const;
const digestSize = 16;

export function nameMessage({ flags, creation, name }: Introduction): Buffer {
  const text = Buffer.from(name, 'utf8');
  const fixed = Buffer.alloc(15);
  fixed[0] = letters.name;
  fixed.writeBigUInt64BE(flags, 1);
  fixed.writeUInt32BE(creation, 9);
  fixed.writeUInt16BE(text.length, 13);
  return Buffer.concat([fixed, text]);
}

export function readName(bytes: Buffer): Introduction {
  if (bytes[0] !== letters.name || bytes.length < 15) throw new HandshakeError('no introduction of version 6');
  const name = readText(bytes, 13);
  return { flags: bytes.readBigUInt64BE(1), creation: bytes.readUInt32BE(9), name };
}

export function challengeMessage({ flags, challenge, creation, name }: Challenge): Buffer {
  const text = Buffer.from(name, 'utf8');
  const fixed = Buffer.alloc(19);
  fixed[0] = letters.name;
  fixed.writeBigUInt64BE(flags, 1);
  fixed.writeUInt32BE(challenge, 9);
  fixed.writeUInt32BE(creation, 13);
  fixed.writeUInt16BE(text.length, 17);
  return Buffer.concat([fixed, text]);
}

export function readChallenge(bytes: Buffer): Challenge {
  if (bytes[0] !== letters.name || bytes.length < 19) throw new HandshakeError('no challenge of version 6');
  const [flags, challenge, creation] = [bytes.readBigUInt64BE(1), bytes.readUInt32BE(9), bytes.readUInt32BE(13)];
  return { flags, challenge, creation, name: readText(bytes, 17) };
}

export function statusMessage(status: string): Buffer {
  return Buffer.concat([Buffer.of(letters.status), Buffer.from(status, 'latin1')]);
}

export function readStatus(bytes: Buffer): string {
  if (bytes[0] !== letters.status) throw new HandshakeError('no status');
  return bytes.toString('latin1', 1);
}

export function replyMessage(challenge: number, digest: Buffer): Buffer {
  const fixed = Buffer.alloc(5);
  fixed[0] = letters.reply;
  fixed.writeUInt32BE(challenge, 1);
  return Buffer.concat([fixed, digest]);
}

export function readReply(bytes: Buffer): { readonly challenge: number; readonly digest: Buffer } {
  if (bytes[0] !== letters.reply || bytes.length !== 5 + digestSize) throw new HandshakeError('no reply');
  return { challenge: bytes.readUInt32BE(1), digest: bytes.subarray(5) };
}

export function ackMessage(digest: Buffer): Buffer {
  return Buffer.concat([Buffer.of(letters.ack), digest]);
}

export function readAck(bytes: Buffer): Buffer {
  if (bytes[0] !== letters.ack || bytes.length !== 1 + digestSize) throw new HandshakeError('no acknowledgement');
  return bytes.subarray(1);
}

/** What proves that a node knows the cookie. */
export function digestOf(challenge: number, cookie: string): Buffer {
  return createHash('md5').update(`${cookie}${challenge}`, 'utf8').digest();
}

/** Compares in a time that tells nothing. */
export function checkDigest(digest: Buffer, challenge: number, cookie: string): void {
  if (!timingSafeEqual(digest, digestOf(challenge, cookie))) throw new HandshakeError('wrong cookie');
}

// The bytes behind the text are for later versions.
function readText(bytes: Buffer, at: number): string {
  const size = bytes.readUInt16BE(at);
  if (size > bytes.length - at - 2) throw new HandshakeError('a name longer than its message');
  return bytes.toString('utf8', at + 2, at + 2 + size);
}
