/**
 * serving: each node has one name server, from when the node is first connected with another or somebody asks for it.
 */
import {
  currentNode,
  ExitError,
  genCall,
  onNodeStart,
  register,
  spawnDriver,
  whereis,
  type Address,
  type Node,
} from '../../lib/index.js';
import { NameServer } from './nameServer.js';
import { serverName } from './notices.js';
import type { Request } from './requests.js';

/** The name server of the calling process's node. */
export function nameServer(): Address {
  const standing = whereis(serverName);
  if (standing !== undefined) return standing;
  const node = currentNode();
  const pid = spawnDriver(new NameServer(() => startAgain(node)), []) as Address;
  register(serverName, pid);
  return pid;
}

/** Asks the name server of this node. */
export function askHere(request: Request): Promise<unknown> {
  return genCall('$gen_call', nameServer(), request, 'infinity', (reason) => reason);
}

/** Asks the name server of a node: `[answer]`, or `[]` if there is none, or it is lost before it answers. */
export async function askAt(node: string, request: Request): Promise<readonly unknown[]> {
  try {
    if (node === currentNode().name) return [await askHere(request)];
    return [await genCall('$gen_call', [serverName, node], request, 'infinity', (reason) => reason)];
  } catch (thrown) {
    if (thrown instanceof ExitError) return [];
    throw thrown;
  }
}

function serve(node: Node): void {
  if (!node.isStopping && node.whereis(serverName) === undefined) node.spawn(nameServer);
}

// The node is part of the cluster's names as long as it runs.
function startAgain(node: Node): void {
  node.inRootContext(() => setImmediate(() => serve(node)));
}

onNodeStart((node) => {
  node.on('nodeup', () => serve(node));
  if (node.connectedNodes().length > 0) serve(node);
});
