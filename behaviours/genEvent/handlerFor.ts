/** handlerFor: how a handler is named to a manager. */
import { node } from '../../lib/index.js';
import { portable } from '../portable.js';
import { nodeOfServer, type ServerRef } from '../via.js';
import type { Handler } from './types.js';

/** The handler as it is, or with the name of its class for a manager on another node. */
export function handlerFor(manager: ServerRef, handler: Handler): unknown {
  return nodeOfServer(manager) === node() ? handler : portable(handler);
}
