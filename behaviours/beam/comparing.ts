/** Comparing: whether a port has answered what its original did, as Erlang would see it. */
import { currentNode, termEquals } from '../../lib/index.js';
import { binaryToTerm, termToBinary } from '../../lib/beam/index.js';

/** A request that the two answered differently. */
export interface Difference {
  readonly request: unknown;
  /** The original's reply, or `['EXIT', 'timeout']` if it took longer than `originalTimeout`. */
  readonly original: unknown;
  /** The port's, or `['EXIT', reason]` if it has ended or took too long instead. */
  readonly port: unknown;
  /** The how-manieth call it was, from 1. */
  readonly number: number;
}

/** How replies are compared. */
export interface Comparing {
  /** The atoms of the protocol, as `joinBeam` is told: replies are compared as Erlang would see them. */
  readonly atoms?: Iterable<string>;
  /** Is told of each difference, in the process of the shadow. */
  readonly onDifference?: (difference: Difference) => void;
  /** Whether two replies count as the same, if they are not equal: for those with times or pids in them. */
  readonly isSame?: (original: unknown, port: unknown, request: unknown) => boolean;
}

/** Reports where the two differ. */
export function compare(options: Comparing, difference: Difference): void {
  const { original, port, request } = difference;
  if (isEqual(original, port, options.atoms) || options.isSame?.(original, port, request) === true) return;
  currentNode().emit('report', { label: ['shadow', 'difference'], ...difference });
  options.onDifference?.(difference);
}

/** Whether both are the same term in Erlang: a reply that cannot travel is none. */
function isEqual(original: unknown, port: unknown, atoms: Iterable<string> = []): boolean {
  const declared = [...atoms];
  const seen = (reply: unknown): unknown =>
    binaryToTerm(termToBinary(reply, { atoms: declared }), { atoms: declared, binaries: 'bytes' });
  try {
    return termEquals(seen(original), seen(port));
  } catch {
    return false;
  }
}
