/**
 * Network: what lies between nodes that are OS processes.
 */
import type { Endpoint, NodeSpecFile } from 'regent-otp';

export interface Network {
  /** The nodes of the cluster, as one of them sees them. */
  specOf(id: string): readonly NodeSpecFile[];
  /** The command that runs a node's program in its place. */
  wrapperOf(id: string): readonly string[];
  /** Where a node listens, once it runs; undefined when it does not any more. */
  listens(id: string, endpoint: Endpoint | undefined): void;
  close(): void;
}
