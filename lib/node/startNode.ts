/**
 * startNode, and what is done with each node that starts.
 */
import { hosts } from '../process/hosts.js';
import { Node } from './node.js';
import type { NodeOptions } from './nodeOptions.js';

const boots: ((node: Node) => void)[] = [];

/**
 * Starts a node. Without options it needs no configuration and opens no socket.
 *
 * @example
 * import { self, startNode } from 'regent-otp';
 *
 * const node = startNode({ name: 'alpha' });
 * await node.run(() => self().node); // => 'alpha'
 * await node.stop();
 */
export function startNode(options: NodeOptions = {}): Node {
  const node = new Node(options);
  for (const boot of boots) boot(node);
  return node;
}

/**
 * Has something done with every node of this OS process: with those that run, at once, and with each that starts. For
 * those who write behaviours that a node must have without being asked.
 */
export function onNodeStart(boot: (node: Node) => void): void {
  boots.push(boot);
  for (const host of hosts()) boot(host as Node);
}
