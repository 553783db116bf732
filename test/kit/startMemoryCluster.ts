// Nodes of one OS process, joined to a cluster by a network in memory: no sockets, no certificates, and connections that
// a test can cut.
import { createMemoryNetwork } from '../../lib/cluster/memoryTransport.js';
import type { MemoryNetwork, MemoryNetworkOptions } from '../../lib/cluster/memoryTransport.js';
import { memorySpec } from '../../lib/cluster/spec/memorySpec.js';
import { joinCluster, startNode } from '../../lib/index.js';
import type { Clock, Cluster, ClusterOptions, Node, NodeOptions } from '../../lib/index.js';
import { VirtualClock } from './virtualClock.js';

export interface MemoryClusterOptions {
  /** Of each node. */
  readonly node?: Omit<NodeOptions, 'name' | 'creation'>;
  /** Of each node. */
  readonly cluster?: Omit<ClusterOptions, 'spec' | 'transport'>;
  readonly network?: MemoryNetworkOptions;
  /** Gets each node once it has started, before it joins. */
  readonly onNode?: (node: Node) => void;
}

/** A running cluster. */
export interface MemoryCluster<Id extends string = string> {
  /** The nodes by their ids. */
  readonly nodes: Readonly<Record<Id, Node>>;
  readonly clusters: Readonly<Record<Id, Cluster>>;
  /** What lies between them: `network.cut('a', 'b')`. */
  readonly network: MemoryNetwork;
  /** Stops a node and starts another run of it, which replaces it in `nodes`; resolves when all are connected again. */
  restart(id: Id): Promise<Node>;
  /** Resolves when all nodes are connected with each other. */
  connected(): Promise<void>;
  /** Stops all nodes. */
  stop(): Promise<void>;
}

/**
 * Starts a cluster of nodes in this OS process, for tests.
 *
 * @param ids the names of the nodes
 * @returns when all are connected with each other
 *
 * @example
 * import { startMemoryCluster } from 'regent-otp/testing';
 *
 * const { nodes, stop } = await startMemoryCluster(['a', 'b']);
 * nodes.a.send(['printer', 'b'], 'hello');
 * await stop();
 */
export async function startMemoryCluster<const Id extends string>(
  ids: readonly Id[],
  options: MemoryClusterOptions = {},
): Promise<MemoryCluster<Id>> {
  const network = createMemoryNetwork({ ...noting(options.node?.clock), ...options.network });
  const nodes = {} as Record<Id, Node>;
  const clusters = {} as Record<Id, Cluster>;

  const start = async (id: Id): Promise<void> => {
    const node = startNode({ ...options.node, name: id });
    const transport = network.transport(id, { inRootContext: (action) => node.inRootContext(action) });
    nodes[id] = node;
    options.onNode?.(node);
    clusters[id] = await joinCluster(node, { ...options.cluster, spec: memorySpec(ids, id), transport });
  };

  const connected = async (): Promise<void> => {
    await Promise.all(ids.flatMap((id) => ids.filter((other) => other !== id).map((to) => clusters[id].connected(to))));
  };

  for (const id of ids) await start(id);
  await connected();
  return {
    nodes,
    clusters,
    network,
    connected,
    restart: async (id) => {
      await nodes[id].stop();
      await start(id);
      await connected();
      return nodes[id];
    },
    stop: async () => {
      await Promise.all(ids.map((id) => nodes[id].stop()));
    },
  };
}

/** A virtual clock hears of what is on its way. */
function noting(clock: Clock | undefined): MemoryNetworkOptions {
  return clock instanceof VirtualClock ? { onActivity: () => clock.noteActivity() } : {};
}
