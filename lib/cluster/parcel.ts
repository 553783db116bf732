/**
 * Parcel: a signal with all that must be fixed at the moment it is sent, for when its bytes leave later.
 */
import { currentProcess } from '../process/current.js';
import { Address } from '../terms/address.js';
import { formatTerm } from '../terms/formatTerm.js';
import type { Signal } from '../terms/signal.js';
import type { SignalFormat } from './signalFormat.js';

export interface Parcel {
  readonly signal: Signal;
  /** See `streamOf`. */
  readonly stream: number;
  /** The bytes, if they hold what a living process sends: the sender must hear at once that a term does not travel. */
  readonly bytes: Uint8Array | undefined;
  readonly format: SignalFormat;
}

/** The last words of a process: told to whoever was linked with it or watched it. They must not fail to go out. */
export type LastWords = Signal & { readonly kind: 'exit' | 'down' };

/** @throws what the format throws if the term in the signal cannot travel */
export function pack(signal: Signal, format: SignalFormat): Parcel {
  const { kind } = signal;
  const hasTerm = kind === 'message' || kind === 'call' || kind === 'spawn' || (kind === 'exit' && !signal.linked);
  return { signal, stream: streamOf(signal), bytes: hasTerm ? format.encode(signal) : undefined, format };
}

/**
 * What keeps signals in order: those of one sender arrive as it sent them, whatever overtakes them from others. 0 stands
 * for code outside of any process.
 */
export function streamOf(signal: Signal): number {
  if (signal.kind === 'message') return currentProcess()?.address.id ?? 0;
  const sender = signal.kind === 'down' ? (signal.by ?? signal.from) : signal.from;
  return sender instanceof Address ? sender.id : 0;
}

export function isLastWords(signal: Signal): signal is LastWords {
  return signal.kind === 'down' || (signal.kind === 'exit' && signal.linked);
}

/** The same signal with a reason that can travel in place of one that cannot. */
export function describeReason(signal: LastWords): LastWords {
  return { ...signal, reason: ['not_transferable', describe(signal.reason)] };
}

function describe(reason: unknown): string {
  try {
    return formatTerm(reason);
  } catch {
    return 'a reason that cannot be shown';
  }
}
