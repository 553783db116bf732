/**
 * Reads what a discovery has found. Invariant: all of it, or nothing if anything in it is a mistake.
 */
import type { NodeSpec, NodeSpecFile } from './clusterSpec.js';
import { ClusterSpecError } from './clusterSpecError.js';
import { Problems } from './problems.js';
import { readNodes } from './readNodes.js';

/** @throws ClusterSpecError with all mistakes */
export function readFoundNodes(files: readonly NodeSpecFile[]): readonly NodeSpec[] {
  if (Array.isArray(files) && files.length === 0) return [];
  const problems = new Problems();
  const nodes = readNodes(files, problems) ?? [];
  if (problems.found.length > 0) throw new ClusterSpecError('what was found', problems.found);
  return nodes;
}
