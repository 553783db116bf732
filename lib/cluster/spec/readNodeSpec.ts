/**
 * Reads a node that joins a cluster later than the others.
 */
import { endpointText } from '../endpoint.js';
import type { NodeSpec, NodeSpecFile } from './clusterSpec.js';
import { ClusterSpecError } from './clusterSpecError.js';
import { Problems, show } from './problems.js';
import { readNodes } from './readNodes.js';

/**
 * @param known the nodes of the cluster so far
 * @throws ClusterSpecError with all mistakes
 */
export function readNodeSpec(file: NodeSpecFile, known: readonly NodeSpec[]): NodeSpec {
  const problems = new Problems();
  const [node] = readNodes([file], problems) ?? [];
  if (node !== undefined) checkUnique(node, known, problems);
  if (node === undefined || problems.found.length > 0) throw new ClusterSpecError('the new node', problems.found);
  return node;
}

function checkUnique({ id, address }: NodeSpec, known: readonly NodeSpec[], problems: Problems): void {
  if (known.some((other) => other.id === id)) problems.add('id', `${show(id)} is a node of the cluster already`);
  const text = endpointText(address);
  const there = known.find((other) => endpointText(other.address) === text);
  if (there !== undefined) problems.add('address', `${show(text)} is that of node ${show(there.id)} too`);
}
