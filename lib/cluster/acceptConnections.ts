/**
 * Connections that other nodes dial. Invariant: of one node only a few are in the handshake at a time, and only a few that
 * were refused are still being told so; none of them for longer than its deadline.
 */
import { AnswerHandshake } from './answerHandshake.js';
import { checkLocalNode } from './checkLocalNode.js';
import { connectionSettings, type ConnectionSettings } from './connectionSettings.js';
import type { AcceptOptions } from './connectOptions.js';
import { HandshakeError } from './handshakeError.js';
import type { Channel, Listener } from './transport.js';
import { Wire } from './wire.js';

/** How many of each kind one node may have. A node in good health has one. */
const maxOfNode = 4;

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

/** The handshakes with one node, the oldest first. */
interface OfNode {
  readonly waiting: Set<AnswerHandshake>;
  /** Those that were refused and whose channel is not closed yet. */
  readonly refused: Set<AnswerHandshake>;
}

class Handshakes {
  readonly #accept: AcceptOptions;
  readonly #settings: ConnectionSettings;
  readonly #nodes = new Map<string, OfNode>();
  #isClosed = false;

  constructor(accept: AcceptOptions, settings: ConnectionSettings) {
    this.#accept = accept;
    this.#settings = settings;
  }

  answer(channel: Channel): void {
    const { local, admit, onConnection, onRefused } = this.#accept;
    const { remoteId } = channel;
    const ofNode = this.#nodes.get(remoteId) ?? { waiting: new Set(), refused: new Set() };
    this.#nodes.set(remoteId, ofNode);
    const { waiting, refused } = ofNode;
    const handshake: AnswerHandshake = new AnswerHandshake(new Wire(channel, this.#settings), {
      local,
      admit,
      onConnection,
      onRefused: (reason) => {
        waiting.delete(handshake);
        refused.add(handshake);
        const oldest = surplus(refused);
        oldest?.abandon();
        onRefused(reason, remoteId);
      },
      onOver: () => {
        waiting.delete(handshake);
        refused.delete(handshake);
        if (waiting.size + refused.size === 0 && this.#nodes.get(remoteId) === ofNode) this.#nodes.delete(remoteId);
      },
    });
    waiting.add(handshake);
    if (this.#isClosed) handshake.refuse(closing());
    // The newest is the likeliest to be alive.
    surplus(waiting)?.refuse(new HandshakeError('overload', 'too many handshakes of this node wait'));
  }

  giveUp(): void {
    this.#isClosed = true;
    for (const { waiting } of [...this.#nodes.values()]) {
      for (const handshake of [...waiting]) handshake.refuse(closing());
    }
  }
}

/** Takes out the oldest if there are too many. */
function surplus(handshakes: Set<AnswerHandshake>): AnswerHandshake | undefined {
  if (handshakes.size <= maxOfNode) return undefined;
  const [oldest] = handshakes;
  handshakes.delete(oldest!);
  return oldest;
}

function closing(): HandshakeError {
  return new HandshakeError('not_admitted', 'the node takes no more connections');
}
