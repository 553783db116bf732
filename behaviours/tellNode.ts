/** tellNode: what one node's process of a kind tells that of another, which must not cost it its life if it cannot travel. */
import { currentNode } from '../lib/index.js';

/**
 * Sends a message to another node; false, with a report, if it cannot travel.
 *
 * @param who of the report: 'global', 'names', 'pg'
 * @param send what sends the message
 */
export function tellNode(who: string, node: string, message: unknown, send: () => unknown): boolean {
  try {
    send();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    currentNode().emit('report', { level: 'error', label: [who, 'not_transferable'], node, message, reason });
    return false;
  }
}
