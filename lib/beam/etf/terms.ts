/** Terms as bytes outside of any connection: what `term_to_binary` and `binary_to_term` do in Erlang. */
import { inflateSync } from 'node:zlib';
import { badarg } from '../../terms/errors.js';
import { Incarnation } from '../../terms/incarnation.js';
import { TermDecoder, type BinaryMode } from './decoder.js';
import { TermEncoder } from './encoder.js';
import { DecodeError } from './etfError.js';
import { Identifiers, noRun } from './identifiers.js';
import { defaultLimits, type TermLimits } from './limits.js';
import { tags } from './tags.js';
import { Vocabulary } from './vocabulary.js';

/** How terms are read and written. */
export interface TermOptions {
  /** The names of the atoms that are plain strings here. Default: none. */
  readonly atoms?: Iterable<string>;
  /** What binaries of UTF-8 become: 'text', strings, the default; or 'bytes', `Binary` like all others. */
  readonly binaries?: BinaryMode;
  /** What terms may cost. */
  readonly limits?: Partial<TermLimits>;
}

const nobody = new Identifiers('nonode@nohost', Incarnation.of('nonode@nohost', noRun));

/**
 * The bytes of a term in Erlang's external format. Ports `erlang:term_to_binary/1`.
 *
 * @throws EncodeError that names the path to what cannot travel: a function, a class instance
 * @example
 * import { termToBinary } from 'regent-otp/beam';
 *
 * Buffer.from(termToBinary(['ok', 1])).toString('hex'); // => '83680277026f6b6101'
 */
export function termToBinary(term: unknown, options: TermOptions = {}): Uint8Array {
  const encoder = new TermEncoder({ ...settings(options), identifiers: nobody });
  encoder.output.u8(tags.version);
  encoder.put(term);
  return encoder.output.finish(0);
}

/**
 * The term in bytes of Erlang's external format, also compressed. It cannot be changed. Safe against any bytes. Ports
 * `erlang:binary_to_term/1`; bytes behind the term are no error.
 *
 * @throws DecodeError if the bytes are no term, or one over the limits
 * @example
 * import { binaryToTerm } from 'regent-otp/beam';
 *
 * binaryToTerm(Buffer.from('83680277026f6b6101', 'hex')); // => ['ok', 1]
 */
export function binaryToTerm(bytes: Uint8Array, options: TermOptions = {}): unknown {
  if (!(bytes instanceof Uint8Array)) throw badarg('binaryToTerm', 'bytes', bytes, 'a Uint8Array');
  const { vocabulary, limits } = settings(options);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer[0] !== tags.version) throw new DecodeError('a term must start with the version byte, 131');
  if (buffer.length > limits.maxBytes) throw tooLarge(buffer.length, limits);
  const decoder = new TermDecoder({ vocabulary, limits, identifiers: nobody, binaries: options.binaries ?? 'text' });
  return buffer[1] === tags.compressed ? decoder.decode(inflated(buffer, limits), 0) : decoder.decode(buffer, 1);
}

function settings({ atoms = [], limits = {} }: TermOptions): { vocabulary: Vocabulary; limits: TermLimits } {
  return { vocabulary: new Vocabulary(atoms), limits: { ...defaultLimits, ...limits } };
}

function inflated(bytes: Buffer, limits: TermLimits): Buffer {
  if (bytes.length < 6) throw new DecodeError('the bytes end within a term');
  const size = bytes.readUInt32BE(2);
  if (size > limits.maxBytes) throw tooLarge(size, limits);
  let whole: Buffer;
  try {
    whole = inflateSync(bytes.subarray(6), { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw new DecodeError('the bytes of a compressed term cannot be inflated', error);
  }
  if (whole.length !== size) throw new DecodeError(`a compressed term of ${whole.length} bytes, said to have ${size}`);
  return whole;
}

function tooLarge(size: number, { maxBytes }: TermLimits): DecodeError {
  return new DecodeError(`a term of ${size} bytes, at most ${maxBytes} are allowed`);
}
