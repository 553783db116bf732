// Nodes of one OS process, joined to a cluster over TLS on the loopback interface. Each listens at a port that the system
// chose, and is told of the others when those are known.
import type { Cluster, ClusterOptions, Node } from 'regent-otp';
import { joinCluster, startNode } from 'regent-otp';
import type { ClusterSpec } from '../../lib/cluster/spec/clusterSpec.js';
import { endpointText } from '../../lib/cluster/endpoint.js';
import { safeCipherSuites } from '../../lib/cluster/spec/cipherSuites.js';
import { credentialsOf } from './certificates.js';
import { messageMode } from './startTestNode.js';

export interface TlsCluster<Id extends string = string> {
  readonly nodes: Readonly<Record<Id, Node>>;
  readonly clusters: Readonly<Record<Id, Cluster>>;
  readonly stop: () => Promise<void>;
}

/** Starts a cluster; resolves when all are connected with each other. */
export async function startTlsCluster<const Id extends string>(
  ids: readonly Id[],
  options: Omit<ClusterOptions, 'spec'> = {},
): Promise<TlsCluster<Id>> {
  const nodes = {} as Record<Id, Node>;
  const clusters = {} as Record<Id, Cluster>;
  for (const id of ids) {
    nodes[id] = startNode({ name: id, messages: messageMode });
    clusters[id] = await joinCluster(nodes[id], { ...options, spec: await loneSpec(id) });
  }
  for (const one of ids) {
    for (const other of ids) {
      if (other !== one) clusters[one].addNode({ id: other, address: endpointText(clusters[other].endpoint!) });
    }
  }
  await Promise.all(
    ids.flatMap((one) => ids.filter((other) => other !== one).map((other) => clusters[one].connected(other))),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(ids.map((id) => nodes[id].stop()));
  };
  return { nodes, clusters, stop };
}

/** A cluster of this node alone, which listens at a port that the system chooses. */
export async function loneSpec(id: string): Promise<ClusterSpec> {
  const address = { host: '127.0.0.1', port: 0 };
  const own = { id, address, listenAddress: address, localAddress: undefined };
  return {
    own,
    nodes: [own],
    credentials: await credentialsOf(id),
    cipherSuites: safeCipherSuites,
    fingerprint: '0'.repeat(32),
  };
}
