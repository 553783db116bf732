// Three nodes that are connected with each other, in memory and by TLS: `describe.each(clusters)`.
import type { Node } from 'regent-otp';
import { startMemoryCluster } from 'regent-otp/testing';
import { messageMode } from './startTestNode.js';
import { startTlsCluster } from './startTlsCluster.js';

const ids = ['a', 'b', 'c'] as const;

/** A running cluster. */
export interface Cluster {
  readonly nodes: Readonly<Record<(typeof ids)[number], Node>>;
  readonly stop: () => Promise<void>;
}

export const clusters: readonly { readonly network: 'memory' | 'tls'; readonly start: () => Promise<Cluster> }[] = [
  { network: 'memory', start: () => startMemoryCluster(ids, { node: { messages: messageMode } }) },
  { network: 'tls', start: () => startTlsCluster(ids) },
];
