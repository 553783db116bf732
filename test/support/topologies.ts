// Where the two roles of a behaviour test can be: `describe.each(topologies)` runs a test with the server on node b and
// the client on node a, which are one node, two nodes joined in memory, and two nodes joined by TLS.
import type { Node } from 'regent-otp';
import { startNode } from 'regent-otp';
import { startMemoryCluster } from 'regent-otp/testing';
import { messageMode } from './startTestNode.js';
import { startTlsCluster } from './startTlsCluster.js';

/** The nodes of a running test. */
export interface Place {
  /** Where the client runs. */
  readonly a: Node;
  /** Where the server runs. */
  readonly b: Node;
  readonly stop: () => Promise<void>;
}

export interface Topology {
  readonly topology: 'local' | 'memory' | 'tls';
  readonly start: () => Promise<Place>;
}

export const topologies: readonly Topology[] = [
  { topology: 'local', start: startLocal },
  { topology: 'memory', start: startMemory },
  { topology: 'tls', start: startTls },
];

async function startLocal(): Promise<Place> {
  const node = startNode({ name: 'a', messages: messageMode });
  return { a: node, b: node, stop: () => node.stop() };
}

async function startMemory(): Promise<Place> {
  const { nodes, stop } = await startMemoryCluster(['a', 'b'], { node: { messages: messageMode } });
  return { ...nodes, stop };
}

async function startTls(): Promise<Place> {
  const { nodes, stop } = await startTlsCluster(['a', 'b']);
  return { ...nodes, stop };
}
