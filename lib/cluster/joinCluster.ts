/**
 * joinCluster: makes a node a member of a cluster.
 */
import type { Node } from '../node/node.js';
import { Cluster } from './cluster.js';
import type { ClusterOptions } from './clusterOptions.js';
import { clusterSettings } from './clusterSettings.js';

/**
 * Makes a node a member of a cluster: it listens, connects with the other members in the background, again whenever a
 * connection is lost, and lets them in. From then on addresses, names `[name, node]`, links and monitors reach them.
 * A node is in one cluster at a time. Ports `net_kernel:start/1` and `net_kernel:connect_node/1`.
 *
 * @param node its name is its id in the cluster spec
 * @returns when the node listens; the others need not be there yet (`cluster.connected(id)` waits for one)
 * @throws ClusterSpecError with all mistakes of the spec; Error if it cannot listen. Then nothing is left behind.
 *
 * @example
 * import { createMemoryNetwork, joinCluster, startNode } from 'regent-otp';
 *
 * const node = startNode({ name: '1' });
 * const spec = { nodes: [{ id: 1, address: '127.0.0.1:20000' }] };
 * const cluster = await joinCluster(node, { spec, transport: createMemoryNetwork().transport('1') });
 * cluster.nodes(); // => []
 * await node.stop();
 */
export async function joinCluster(node: Node, options: ClusterOptions): Promise<Cluster> {
  if (node.isStopping) throw new Error(`node ${node.name} has stopped`);
  if (node.cluster !== undefined) throw new Error(`node ${node.name} is in a cluster already`);
  const cluster = new Cluster(node, clusterSettings(node, options));
  node.cluster = cluster;
  try {
    await node.inRootContext(() => cluster.start());
  } catch (error) {
    await cluster.leave();
    throw error;
  }
  return cluster;
}
