/**
 * The layout of the handshake's frames: `hello`, from who dials, and `welcome` or `refused`, from who was dialled. It is
 * fixed and flat, so that a stranger's bytes meet no decoder worth attacking.
 */
import type { RefusalCode } from './connectErrors.js';
import { decodeText, encodeText, maxPayload } from './frames.js';
import { HandshakeError } from './handshakeError.js';

/** "RGNT" */
const magic = 0x52474e54;
/** The version of the protocol, and the oldest one that this code speaks too. */
export const protocolVersion = 1;
export const oldestVersion = 1;

export const maxCodecs = 8;
export const namePattern = /^[\w.@-]{1,255}$/;
export const codecPattern = /^[\w.-]{1,32}$/;

export interface Hello {
  readonly id: string;
  /** The node that is meant to answer. */
  readonly farId: string;
  readonly creation: number;
  readonly maxFrameSize: number;
  /** The node is not one of those that others list, and tell of names and groups. */
  readonly isHidden: boolean;
  readonly fingerprint: string | undefined;
  /** The best first. */
  readonly codecs: readonly string[];
}

/** A welcome names one codec. */
export type Welcome = Hello;

export interface Refusal {
  readonly code: RefusalCode;
  readonly reason: string;
}

export function encodeHello(hello: Hello): Buffer {
  const codecs = [Buffer.of(hello.codecs.length), ...hello.codecs.map(name)];
  return Buffer.concat([versions(protocolVersion, oldestVersion), common(hello), ...codecs]);
}

/** @throws HandshakeError */
export function decodeHello(bytes: Buffer): Hello {
  const reader = new Reader(bytes);
  checkMagic(reader);
  const [newest, oldest] = [reader.uint(1), reader.uint(1)];
  if (newest < oldestVersion || oldest > protocolVersion) throw wrongVersion(`${oldest} to ${newest}`);
  const fields = readCommon(reader);
  const count = reader.uint(1);
  if (count < 1 || count > maxCodecs) throw malformed(`${count} codecs`);
  const codecs = Array.from({ length: count }, () => reader.name(codecPattern, 'a codec'));
  reader.end();
  return { ...fields, codecs };
}

export function encodeWelcome(welcome: Welcome): Buffer {
  return Buffer.concat([versions(protocolVersion), common(welcome), ...welcome.codecs.map(name)]);
}

/** @throws HandshakeError */
export function decodeWelcome(bytes: Buffer): Welcome {
  const reader = new Reader(bytes);
  checkMagic(reader);
  const version = reader.uint(1);
  if (version < oldestVersion || version > protocolVersion) throw wrongVersion(`${version}`);
  const fields = readCommon(reader);
  const codec = reader.name(codecPattern, 'the codec');
  reader.end();
  return { ...fields, codecs: [codec] };
}

const refusalNumbers: Readonly<Record<RefusalCode, number>> = {
  malformed: 1,
  wrong_version: 2,
  identity_mismatch: 3,
  same_id: 4,
  wrong_node: 5,
  bad_creation: 6,
  no_common_codec: 7,
  not_admitted: 8,
  timeout: 9,
  overload: 10,
};

export function encodeRefusal({ code, reason }: Refusal): Buffer {
  return Buffer.concat([Buffer.of(refusalNumbers[code]), encodeText(reason)]);
}

/** Any bytes make a refusal. */
export function decodeRefusal(bytes: Buffer): Refusal {
  const entry = Object.entries(refusalNumbers).find(([, number]) => number === bytes[0]);
  return { code: (entry?.[0] ?? 'not_admitted') as RefusalCode, reason: decodeText(bytes.subarray(1)) };
}

// What a hello and a welcome have in common: features, creation, largest frame, fingerprint, the two ids. Of the features
// the first bit tells of the node itself; others, of what both must know, there are none yet.
const hiddenBit = 2 ** 31;

function common({ creation, maxFrameSize, fingerprint, id, farId, isHidden }: Hello): Buffer {
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32BE(isHidden ? hiddenBit : 0);
  numbers.writeUInt32BE(creation, 4);
  numbers.writeUInt32BE(maxFrameSize, 8);
  const print = fingerprint === undefined ? Buffer.alloc(16) : Buffer.from(fingerprint, 'hex');
  return Buffer.concat([numbers, print, name(id), name(farId)]);
}

function readCommon(reader: Reader): Omit<Hello, 'codecs'> {
  // Features that one side does not know are not used by the other: their number is the common part of both.
  const isHidden = reader.uint(4) >= hiddenBit;
  const creation = reader.uint(4);
  const maxFrameSize = reader.uint(4);
  if (maxFrameSize < maxPayload) throw malformed(`frames of at most ${maxFrameSize} bytes`);
  const print = reader.bytes(16);
  const fingerprint = print.every((byte) => byte === 0) ? undefined : print.toString('hex');
  const id = reader.name(namePattern, 'its id');
  const farId = reader.name(namePattern, 'the id it asks for');
  return { id, farId, creation, maxFrameSize, isHidden, fingerprint };
}

function versions(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(4 + numbers.length);
  bytes.writeUInt32BE(magic);
  bytes.set(numbers, 4);
  return bytes;
}

function name(text: string): Buffer {
  return Buffer.concat([Buffer.of(text.length), Buffer.from(text, 'latin1')]);
}

function checkMagic(reader: Reader): void {
  if (reader.uint(4) !== magic) throw malformed('it does not begin as one');
}

function malformed(what: string): HandshakeError {
  return new HandshakeError('malformed', `malformed handshake: ${what}`);
}

function wrongVersion(theirs: string): HandshakeError {
  const ours = oldestVersion === protocolVersion ? `${protocolVersion}` : `${oldestVersion} to ${protocolVersion}`;
  return new HandshakeError('wrong_version', `protocol version ${theirs} meets version ${ours}`);
}

/** Reads from the front; what is too short is malformed. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  bytes(count: number): Buffer {
    const end = this.#at + count;
    if (end > this.#bytes.length) throw malformed('it is too short');
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  uint(size: number): number {
    return this.bytes(size).readUIntBE(0, size);
  }

  name(pattern: RegExp, what: string): string {
    const text = this.bytes(this.uint(1)).toString('latin1');
    if (!pattern.test(text)) throw malformed(`${what} is no name`);
    return text;
  }

  end(): void {
    if (this.#at < this.#bytes.length) throw malformed('it is too long');
  }
}
