/**
 * Connections that other nodes dial. Invariant: of one node only a few wait in the handshake at a time, and none for
 * longer than its deadline.
 */
import { answerHandshake } from './answerHandshake.js';
import { checkLocalNode } from './checkLocalNode.js';
import { connectionSettings, type ConnectionSettings } from './connectionSettings.js';
import type { AcceptOptions } from './connectOptions.js';
import { HandshakeError } from './handshakeError.js';
import type { Channel, Listener } from './transport.js';
import { Wire } from './wire.js';

/** How many connections of one node may wait in the handshake. A node in good health has one. */
const maxWaiting = 4;

/**
 * Takes connections from other nodes until the listener is closed; connections that stand are not touched by that.
 *
 * @throws Error naming `host:port` if it cannot listen there
 */
export async function acceptConnections(accept: AcceptOptions): Promise<Listener> {
  const settings = connectionSettings(accept.options);
  checkLocalNode('acceptConnections', accept.local);
  const handshakes = new Handshakes(accept, settings);
  const listener = await settings.inRootContext(() =>
    accept.transport.listen(accept.endpoint, (channel) => handshakes.answer(channel), accept.onRefused),
  );
  return {
    endpoint: listener.endpoint,
    close: () =>
      settings.inRootContext(() => {
        handshakes.giveUp();
        return listener.close();
      }),
  };
}

class Handshakes {
  readonly #accept: AcceptOptions;
  readonly #settings: ConnectionSettings;
  /** By node, how to give up each handshake that is under way, the oldest first. */
  readonly #waiting = new Map<string, Set<(error: HandshakeError) => void>>();
  #isClosed = false;

  constructor(accept: AcceptOptions, settings: ConnectionSettings) {
    this.#accept = accept;
    this.#settings = settings;
  }

  answer(channel: Channel): void {
    const { local, admit, onConnection, onRefused } = this.#accept;
    const { remoteId } = channel;
    const waiting = this.#waiting.get(remoteId) ?? new Set();
    this.#waiting.set(remoteId, waiting);
    const refuse = answerHandshake(new Wire(channel, this.#settings), {
      local,
      admit,
      onConnection,
      onRefused: (reason) => onRefused(reason, remoteId),
      onOver: () => {
        waiting.delete(refuse);
        if (waiting.size === 0 && this.#waiting.get(remoteId) === waiting) this.#waiting.delete(remoteId);
      },
    });
    waiting.add(refuse);
    if (this.#isClosed) refuse(closing());
    // The newest is the likeliest to be alive.
    const [oldest] = waiting;
    if (waiting.size > maxWaiting) oldest?.(new HandshakeError('overload', 'too many handshakes of this node wait'));
  }

  giveUp(): void {
    this.#isClosed = true;
    for (const waiting of [...this.#waiting.values()]) for (const refuse of [...waiting]) refuse(closing());
  }
}

function closing(): HandshakeError {
  return new HandshakeError('not_admitted', 'the node takes no more connections');
}
