/**
 * The spec of a cluster in memory, where there are neither addresses nor certificates to check.
 */
import { badarg } from '../../terms/errors.js';
import type { ClusterSpec, NodeSpec } from './clusterSpec.js';
import { fingerprintOf } from './fingerprint.js';

/**
 * Makes the cluster spec of nodes that are joined by `createMemoryNetwork`.
 *
 * @param ids the names of the nodes
 * @param ownId which of them this is
 */
export function memorySpec(ids: readonly string[], ownId: string): ClusterSpec {
  const nodes = ids.map((id, index): NodeSpec => {
    const address = { host: 'memory', port: index + 1 };
    return { id, address, listenAddress: address, localAddress: undefined };
  });
  const own = nodes.find(({ id }) => id === ownId);
  if (own === undefined) throw badarg('memorySpec', 'ownId', ownId, `one of ${ids.join(', ')}`);
  return { own, nodes, credentials: undefined, cipherSuites: [], fingerprint: fingerprintOf(nodes) };
}
