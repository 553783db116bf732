/** Asking and telling two servers what one was asked and told. */
import { currentNode, EncodeError, send, type Ref } from '../../lib/index.js';
import { genServer } from '../genServer/module.js';
import { locate, type ServerRef } from '../via.js';

interface Servers {
  readonly original: ServerRef;
  readonly port: ServerRef;
}

/** What is in the place of a reply that there is not. */
export type Exit = readonly ['EXIT', unknown];

/** The id of the request; what counts as the reply to one that cannot travel. */
export function ask(server: ServerRef, request: unknown): Ref | Exit {
  try {
    return genServer.sendRequest(server, request);
  } catch (error) {
    return ['EXIT', ['not_transferable', problemIn(error)]];
  }
}

/** Passes a message on to both. */
export function forward(servers: Servers, message: unknown): void {
  toBoth(servers, (server) => {
    const to = locate(server);
    if (to !== undefined) send(to, message);
  });
}

/**
 * Tells both something that nobody waits for. What cannot travel is reported, for whoever said it has gone on; the port is not
 * told what the original was not.
 */
export function toBoth({ original, port }: Servers, tell: (server: ServerRef) => void): void {
  for (const server of [original, port]) {
    try {
      tell(server);
    } catch (error) {
      currentNode().emit('report', { label: ['shadow', 'not_transferable'], server, reason: problemIn(error) });
      return;
    }
  }
}

function problemIn(error: unknown): string {
  if (error instanceof EncodeError) return error.message;
  throw error;
}
