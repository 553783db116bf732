/**
 * What a node of the traffic tells: entries for the ledger, and what happened on the node.
 */

/** A run of a node. */
export interface Run {
  readonly id: string;
  readonly creation: number;
}

/** The numbers that came over one connection: `first` to `last`, all of them. */
export interface Life {
  /** Whose numbers. */
  readonly from: Run;
  readonly first: number;
  readonly last: number;
}

export type Entry =
  /** The numbers up to this one have been sent to a node. */
  | readonly ['sent', to: string, number: number]
  /** The loss of what was sent to a node has been told, by nodedown or messages_lost, after this number was sent. */
  | readonly ['told', to: string, number: number]
  /** What came over a connection that is over, or that stands and has brought this so far. */
  | readonly ['life', Life]
  /** A promise of the library is broken. */
  | readonly ['violation', what: string]
  | readonly ['nodeup', node: string, creation: number]
  | readonly ['nodedown', node: string, reason: string]
  | readonly ['connection', event: string, node: string, reason: string]
  | readonly ['crash', what: string];

/** How often what happened. */
export interface Counts {
  readonly sent: number;
  readonly received: number;
  readonly replies: number;
  /** Calls that ended by an exit. */
  readonly exits: number;
  /** Links and monitors that were set, and told an end. */
  readonly ties: number;
  /** Those of them that were told 'noconnection'. */
  readonly brokenTies: number;
}

/** What a node holds; taken after garbage was collected. */
export interface Gauge {
  /** Bytes. */
  readonly heap: number;
  readonly rss: number;
  readonly processes: number;
  /** Open files and sockets. */
  readonly descriptors: number;
  /** Links and monitors with processes of other nodes. */
  readonly links: number;
  readonly monitors: number;
  readonly watches: number;
}
