/**
 * Admission: whether a node that asks to be let in is. Both ends decide by these rules alone, each by what it knows, and
 * come to one connection:
 *
 * - Who dials and is dialled by the same node at the same time keeps its own attempt if its id is the smaller one, and
 *   refuses the other; the one with the greater id gives up its own.
 * - A node that asks has no connection that it knows of. If one stands here nevertheless, it is dead at the far end, and
 *   the new one takes its place. The exception is a request that crossed our own on the way: the far end (the greater id)
 *   has given it up since, and the connection that we dialled stands. Such a request is as old as the connection, so it
 *   can come only while that is young.
 * - A new run of a node takes the place of an earlier one at once. An earlier run that asks while a later one is connected
 *   is refused: two OS processes use one id.
 */

/** What the other node is told. */
export type Refusal = 'unknown_node' | 'leaving' | 'simultaneous_connect' | 'already_connected' | 'superseded';

/** What is known about a node when it asks to be let in. */
export interface Situation {
  readonly ownId: string;
  readonly remoteId: string;
  readonly remoteCreation: number;
  /** This node is dialling it. */
  readonly isDialling: boolean;
  /** The connection that stands. */
  readonly standing: Standing | undefined;
  /** Whether a later run of the node has been seen. */
  readonly isSuperseded: boolean;
  /** How long a request may be on its way, ms. */
  readonly crossingTime: number;
}

export interface Standing {
  readonly creation: number;
  /** This node has dialled it; else it was dialled by the other. */
  readonly isDialled: boolean;
  /** How long it has stood, ms. */
  readonly age: number;
}

export function admission(situation: Situation): 'ok' | Refusal {
  const { ownId, remoteId, remoteCreation, standing } = situation;
  const isSmaller = ownId < remoteId;
  if (standing === undefined) return situation.isDialling && isSmaller ? 'simultaneous_connect' : 'ok';
  if (standing.creation !== remoteCreation) return situation.isSuperseded ? 'superseded' : 'ok';
  const mayHaveCrossed = standing.isDialled && isSmaller && standing.age <= situation.crossingTime;
  return mayHaveCrossed ? 'already_connected' : 'ok';
}
