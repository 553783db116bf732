/** monitorNode: a message when one node is lost. */
import { badarg } from '../terms/errors.js';
import { withConnection } from './connectNode.js';
import { monitorsHere } from './nodeMonitors.js';

/**
 * Asks for the message `['nodedown', node]` when the connection with `node` is lost. If there is none it is made; if that
 * fails the message comes then. Several wishes give several messages; `false` takes one back. Ports
 * `erlang:monitor_node/2`.
 *
 * @returns true
 */
export function monitorNode(node: string, flag: boolean): true {
  const { me, monitors } = monitorsHere('monitorNode');
  if (typeof node !== 'string') throw badarg('monitorNode', 'node', node, 'the name of a node');
  if (typeof flag !== 'boolean') throw badarg('monitorNode', 'flag', flag, 'true or false');
  const { nodes } = monitors.of(me);
  const wishes = nodes.get(node) ?? 0;
  nodes.set(node, Math.max(0, flag ? wishes + 1 : wishes - 1));
  if (flag && !monitors.isThere(node)) {
    withConnection(me.host, node, (isConnected) => {
      if (!isConnected) monitors.unreachable(node);
    });
  }
  return true;
}
