/**
 * staticNodes: members that a program knows by itself.
 */
import type { NodeSpecFile } from '../spec/clusterSpec.js';
import type { Discovery } from './discovery.js';

/**
 * Members that do not change, beside those of the cluster spec.
 *
 * @example
 * import { joinCluster, startNode, staticNodes, createMemoryNetwork } from 'regent-otp';
 *
 * const node = startNode({ name: 'a' });
 * const cluster = await joinCluster(node, {
 *   spec: { nodes: [{ id: 'a', address: 'memory:1' }] },
 *   discovery: staticNodes([{ id: 'b', address: 'memory:2' }]),
 *   transport: createMemoryNetwork().transport('a'),
 * });
 * cluster.nodes().map(({ id }) => id); // => ['b']
 * await node.stop();
 */
export function staticNodes(nodes: readonly NodeSpecFile[]): Discovery {
  return {
    start(watcher) {
      watcher.found(nodes);
      return { stop: () => undefined };
    },
  };
}
