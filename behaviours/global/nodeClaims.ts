/**
 * nodeClaims: the claims that a node knows. They are there before its name server is, and while that is started anew.
 */
import { currentNode, type Node } from '../../lib/index.js';
import { Claims } from './claims.js';

const ofNode = new WeakMap<Node, Claims>();

/** Those of the calling process's node. */
export function nodeClaims(): Claims {
  const node = currentNode();
  let claims = ofNode.get(node);
  if (claims === undefined) ofNode.set(node, (claims = new Claims(node)));
  return claims;
}
