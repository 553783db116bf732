/**
 * SignalFormat: how signals become bytes on a connection, and what the node at the far end may say there. Between nodes of
 * this library it is a codec with the form of signals around it; with nodes of another kind it is theirs.
 */
import type { Incarnation } from '../terms/incarnation.js';
import type { Signal } from '../terms/signal.js';
import type { Codec } from './codec.js';
import { decodeSignal, encodeSignal, type Way } from './codec/signalCodec.js';
import { violationOf } from './violationOf.js';

export interface SignalFormat {
  /** Its name in the handshake. */
  readonly name: string;
  /** Whether a call is one signal in it. If not, it goes as a monitor and a message, and is taken back when it is over. */
  readonly hasCalls: boolean;
  /** @throws EncodeError if a term in the signal cannot travel */
  encode(signal: Signal): Uint8Array;
  /**
   * The signal in bytes that came from outside; undefined if they say nothing of interest here.
   *
   * @throws DecodeError
   */
  decode(bytes: Uint8Array, way: Way): Signal | undefined;
  /** What the far end, of the run `there`, must not say to this run, `here`; undefined if it may. */
  violationOf(signal: Signal, here: Incarnation, there: Incarnation): string | undefined;
}

/** The form of signals that nodes of this library speak, in the bytes of a codec. */
export function formatOf(codec: Codec): SignalFormat {
  return {
    name: codec.name,
    hasCalls: true,
    encode: (signal) => encodeSignal(codec, signal),
    decode: (bytes, way) => decodeSignal(codec, bytes, way),
    violationOf,
  };
}
