/**
 * Discovery: who tells a node which members its cluster has, beside the cluster spec: a list, a file, a name server, or
 * something of your own.
 */
import type { Clock } from '../../scheduler/clock.js';
import type { NodeSpecFile } from '../spec/clusterSpec.js';

/** One source of members. It keeps nothing of its own: several nodes may use the same one. */
export interface Discovery {
  /**
   * Starts to look for members, outside of every process. Must not throw: what goes wrong is told to the watcher.
   *
   * @returns what ends that
   */
  start(watcher: DiscoveryWatcher): Discovering;
  /**
   * A node that is not found any more stays a member while it is connected. For sources that leave out nodes that are
   * there. Default: false, it is removed at once.
   */
  readonly keepsConnected?: boolean;
}

/** Takes what a discovery finds. */
export interface DiscoveryWatcher {
  /** The clock of the node, for the waits between looks. */
  readonly clock: Clock;
  /**
   * All members that there are now; this node may be among them. Those found before and not in the list are removed. A
   * list with mistakes in it changes nothing.
   */
  found(nodes: readonly NodeSpecFile[]): void;
  /** It could not be told which members there are; all stay. */
  failed(reason: string): void;
}

/** A discovery under way. */
export interface Discovering {
  stop(): void;
  /** A node that is no member asks to be let in: a good time to look. */
  look?(): void;
}
