/** What `joinBeam` can be told. */
import type { BinaryMode } from './etf/decoder.js';
import type { TermLimits } from './etf/limits.js';

/** Certificates for the distribution over TLS, as PEM. */
export interface BeamTls {
  /** This node's certificate, with a name for its host (`dns` or `ip`) if Erlang nodes verify it. */
  readonly certPem: string;
  readonly keyPem: string;
  /** The authority that has signed the certificates of all nodes. */
  readonly clusterCertPem: string;
  /**
   * What the certificate of another node must say. 'node', the default: exactly its name, as `URI:regent:node/<name@host>`.
   * 'host': the host in its name, as Erlang's own distribution demands; every node of a host can then pass for every other.
   */
  readonly peers?: 'node' | 'host';
}

export interface BeamOptions {
  /** The node's name in the Erlang cluster: `js@127.0.0.1`. */
  readonly name: string;
  /** The secret of the cluster. */
  readonly cookie: string;
  /** The node is a hidden one: it does not take part in Erlang's `global`. It can be nothing else. */
  readonly hidden?: true;
  /** Certificates; without them the connections are neither secret nor safe from changes on their way. */
  readonly tls?: BeamTls;
  /** The address to listen at. Default: '127.0.0.1'. */
  readonly host?: string;
  /** The port to listen on. Default: any. */
  readonly port?: number;
  /**
   * Where Erlang's port mapper is to be found on each host. Default: on the port of ERL_EPMD_PORT, or 4369. With false there is
   * none: the ports of nodes are those in `ports`, or else this node's own.
   */
  readonly epmd?: boolean | { readonly port?: number };
  /** The ports of nodes by their names; epmd is not asked for them. */
  readonly ports?: Readonly<Record<string, number>>;
  /** The names of the nodes that may connect, and be connected with. Default: all that know the cookie. */
  readonly allow?: readonly string[];
  /** The names of the atoms that are plain strings here; see docs/beam.md. */
  readonly atoms?: Iterable<string>;
  /** What binaries of UTF-8 become: 'text', strings, the default; or 'bytes', `Binary` like all others. */
  readonly binaries?: BinaryMode;
  /** What one term may cost that comes from outside. */
  readonly limits?: Partial<TermLimits>;
  /** Erlang's `net_ticktime`, ms; it should be the same on all nodes. Default: 60,000. */
  readonly netTickTime?: number;
  /** How long a handshake may take, ms. Default: 7,000. */
  readonly handshakeTimeout?: number;
  /** How many bytes may wait for a node before the way to it counts as busy. Default: 1 MiB. */
  readonly highWaterMark?: number;
  /** How many may wait before the connection is given up. Default: 64 MiB. */
  readonly sendLimit?: number;
}
