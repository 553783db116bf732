/**
 * What the cluster says to the layers below it, when it dials and when it takes connections.
 *
 * A connection that is given to the owner has been through the handshake: the far end has proven who it is, both speak
 * the same version and codec, and its creation is known. Nothing that failed before that reaches the owner, but as a
 * reason: the rejection of `dialConnection`, the `onRefused` of `acceptConnections`.
 */
import type { Clock } from '../scheduler/clock.js';
import type { Connection } from './connection.js';
import type { Endpoint, Transport } from './transport.js';

/** What a node tells of itself in the handshake. */
export interface LocalNode {
  readonly id: string;
  /** Not 0. */
  readonly creation: number;
  /** The names of its codecs, the best first: at most 8, of at most 32 characters `A-Z a-z 0-9 _ . -`. */
  readonly codecs: readonly string[];
  /** 32 hexadecimal digits that stand for its cluster spec (`ClusterSpec.fingerprint`). */
  readonly fingerprint?: string | undefined;
  /** See `ClusterOptions.hidden`. */
  readonly isHidden?: boolean | undefined;
}

/** Who asks to be let in, as the certificate and the handshake say. */
export interface Applicant {
  readonly id: string;
  readonly creation: number;
  /** `host:port` the connection comes from. */
  readonly address: string;
}

/** A frame as it is seen on the wire. */
export interface WireEvent {
  readonly direction: 'in' | 'out';
  readonly type: 'hello' | 'welcome' | 'refused' | 'heartbeat' | 'goodbye' | 'signal' | 'fragment';
  /** The node at the far end. */
  readonly node: string;
  /** What the frame carries, without its header. Not to be changed, nor to be kept. */
  readonly bytes: Uint8Array;
}

export interface ConnectionOptions {
  /** Where the time comes from. Default: the machine. */
  readonly clock?: Clock | undefined;
  /** Runs an action outside of every process (`node.inRootContext`). Default: runs it as it is. */
  readonly inRootContext?: (<T>(action: () => T) => T) | undefined;
  /** How long a dial may take until the channel stands, ms. Default: 10,000. */
  readonly dialTimeout?: number | undefined;
  /** How long the handshake may take once the channel stands, ms. Default: 5,000. */
  readonly handshakeTimeout?: number | undefined;
  /** Something is sent at least this often, ms. Default: 5,000. */
  readonly heartbeatInterval?: number | undefined;
  /**
   * A far end that has been silent for this long is lost, ms, at least twice the interval. It is noticed up to an
   * interval later. Default: three times the interval, 15,000.
   */
  readonly heartbeatTimeout?: number | undefined;
  /** How long what was sent may take to leave after `close`, ms. Default: 5,000. */
  readonly closeTimeout?: number | undefined;
  /** `send` answers false while more than this waits, bytes. Default: 1 MiB. */
  readonly highWaterMark?: number | undefined;
  /** The connection is closed when a frame is sent while more than this waits, bytes. Default: 64 MiB. */
  readonly sendLimit?: number | undefined;
  /** The largest frame this node takes, bytes; the far end is told. Default: 128 MiB. */
  readonly maxFrameSize?: number | undefined;
  /** Sees every frame that comes and goes. Must not throw. */
  readonly wireTap?: ((event: WireEvent) => void) | undefined;
}

export interface DialOptions {
  readonly transport: Transport;
  readonly endpoint: Endpoint;
  /** The node that has to answer. */
  readonly remoteId: string;
  readonly local: LocalNode;
  readonly options?: ConnectionOptions | undefined;
  /** Gives the attempt up. A connection that stands is not touched. */
  readonly signal?: AbortSignal | undefined;
}

export interface AcceptOptions {
  readonly transport: Transport;
  readonly endpoint: Endpoint;
  readonly local: LocalNode;
  /**
   * Asked when the handshake of another node is in order: 'ok', or the reason that the other node is told. After 'ok'
   * `onConnection` follows before anything else happens.
   */
  readonly admit: (remote: Applicant) => string;
  readonly onConnection: (connection: Connection) => void;
  /** Tells why somebody was not let in. `remote` is the node's id if that is proven, else `host:port`. */
  readonly onRefused: (reason: string, remote: string) => void;
  readonly options?: ConnectionOptions | undefined;
}
