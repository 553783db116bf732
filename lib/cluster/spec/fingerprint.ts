/**
 * A short stand-in for the nodes of a cluster spec, by which nodes notice that theirs differ.
 */
import { createHash } from 'node:crypto';
import { endpointText } from '../endpoint.js';
import type { NodeSpec } from './clusterSpec.js';

/** 32 hexadecimal digits. The order of the nodes does not count, nor what concerns one node alone. */
export function fingerprintOf(nodes: readonly NodeSpec[]): string {
  const lines = nodes.map(({ id, address }) => `${id} ${endpointText(address)}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex').slice(0, 32);
}
