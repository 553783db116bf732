/**
 * Making and ending connections with other nodes by hand. As a rule nobody needs to: what is sent makes them.
 */
import { badarg } from '../terms/errors.js';
import { requireProcess } from '../process/current.js';
import type { Host } from '../process/host.js';
import { ownedPromise } from '../process/ownedPromise.js';
import { monitorNodes } from './monitorNodes.js';
import type { Node } from './node.js';
import type { Peer } from './peer.js';

/**
 * Ends the connection with a node: links and monitors end with 'noconnection' at both sides. There is none until one of
 * the two sends something to the other. Ports `erlang:disconnect_node/1`.
 *
 * @returns whether there was one; 'ignored' if this node is in no cluster
 */
export function disconnectNode(node: string): boolean | 'ignored' {
  const { host } = requireProcess('disconnectNode');
  if (!isInCluster(host)) return 'ignored';
  const peer = peerOf(host, node);
  if (peer?.isConnected !== true) return false;
  peer.disconnect();
  return true;
}

/** Ports functions of the module net_kernel. */
export const netKernel = {
  /**
   * Makes a connection with a node if there is none. Ports `net_kernel:connect_node/1`.
   *
   * @returns whether there is one now; 'ignored' if this node is in no cluster
   * @example
   * import { netKernel, node } from 'regent-otp';
   *
   * await netKernel.connectNode(node()); // => true
   */
  async connectNode(node: string): Promise<boolean | 'ignored'> {
    const { host } = requireProcess('connectNode');
    if (typeof node !== 'string') throw badarg('connectNode', 'node', node, 'the name of a node');
    return node !== host.name && !isInCluster(host) ? 'ignored' : connected(host, node);
  },

  monitorNodes,
} as const;

/** Ports functions of the module net_adm. */
export const netAdm = {
  /**
   * Whether a node can be reached: makes a connection with it if there is none. Ports `net_adm:ping/1`.
   *
   * @returns 'pong', or 'pang' if it cannot
   * @example
   * import { netAdm, node } from 'regent-otp';
   *
   * await netAdm.ping(node()); // => 'pong'
   * await netAdm.ping('nobody'); // => 'pang'
   */
  async ping(node: string): Promise<'pong' | 'pang'> {
    const { host } = requireProcess('ping');
    if (typeof node !== 'string') throw badarg('ping', 'node', node, 'the name of a node');
    return (await connected(host, node)) ? 'pong' : 'pang';
  },
} as const;

/** Calls back when there is a connection with a node, or there cannot be one. */
export function withConnection(host: Host, node: string, action: (isConnected: boolean) => void): void {
  if (node === host.name) return action(true);
  const peer = peerOf(host, node);
  if (peer === undefined) action(false);
  else peer.connect(action);
}

function connected(host: Host, node: string): Promise<boolean> {
  return ownedPromise<boolean>(host, (resolve) => withConnection(host, node, resolve));
}

function peerOf(host: Host, node: string): Peer | undefined {
  return (host as Node).peers.get(node);
}

function isInCluster(host: Host): boolean {
  return (host as Node).cluster !== undefined || (host as Node).peers.canFind;
}
