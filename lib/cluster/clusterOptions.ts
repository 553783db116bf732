/**
 * What `joinCluster` can be told.
 */
import type { BackOffOptions } from './backOff.js';
import type { Codec } from './codec.js';
import type { ConnectionOptions } from './connect.js';
import type { Discovery } from './discovery/discovery.js';
import type { OutboxLimits } from './outbox.js';
import type { ClusterSpec, ClusterSpecFile } from './spec/clusterSpec.js';
import type { Transport } from './transport.js';

export interface ClusterOptions extends Omit<ConnectionOptions, 'clock' | 'inRootContext'> {
  /** The path of a JSON file, what would be in it, or what `readClusterSpec` gave. The node's name must be in it. */
  readonly spec: string | ClusterSpecFile | ClusterSpec;
  /**
   * The other nodes do not list this one in `nodes()`, nor this one them, and they tell each other of no global names,
   * groups and claims. Messages, links and monitors reach it as they reach any other. Ports the flag `-hidden`.
   * Default: false.
   */
  readonly hidden?: boolean | undefined;
  /** What finds members beside those of the spec: `staticNodes`, `watchedFile`, `dnsServices`, `dnsAddresses`, your own. */
  readonly discovery?: Discovery | readonly Discovery[] | undefined;
  /** What brings nodes together. Default: TLS. */
  readonly transport?: Transport | undefined;
  /** How terms become bytes; several are offered in this order, and two nodes use the first that both have. */
  readonly codec?: Codec | readonly Codec[] | undefined;
  /** The waits between attempts to connect. Default: 100 ms, growing to 10 s. */
  readonly reconnect?: BackOffOptions | undefined;
  /**
   * How often the files of the certificates are looked at, ms, or 'infinity': what has been renewed is taken up. Default:
   * 60,000. `cluster.reloadCertificates()` does it at once.
   */
  readonly certificateInterval?: number | 'infinity' | undefined;
  /** How many days before the end of a certificate an event warns. Default: 30, 7 and 1. */
  readonly certificateWarnings?: readonly number[] | undefined;
  /** Lets who has a certificate for shells use one on this node (`regent shell`): they can do anything. Default: false. */
  readonly shell?: boolean | undefined;
  /** How much may wait for a connection that is being made, for each node. */
  readonly outbox?: OutboxLimits | undefined;
}
