/**
 * Connections that this node dials.
 */
import { checkLocalNode } from './checkLocalNode.js';
import { DialError } from './connectErrors.js';
import type { Connection } from './connection.js';
import { connectionSettings, type ConnectionSettings } from './connectionSettings.js';
import type { DialOptions } from './connectOptions.js';
import { endpointText } from './endpoint.js';
import { offerHandshake } from './offerHandshake.js';
import type { Channel } from './transport.js';
import { Wire } from './wire.js';

/**
 * Connects with a node.
 *
 * @returns a connection after its handshake
 * @throws RefusedError if the far end refused, with the reason that it gave; DialError for all else, naming
 *   `host:port`; the signal's reason if that aborted
 */
export async function dialConnection(dial: DialOptions): Promise<Connection> {
  const settings = connectionSettings(dial.options);
  checkLocalNode('dialConnection', dial.local);
  const signal = dial.signal ?? new AbortController().signal;
  return settings.inRootContext(async () => {
    const channel = await open(dial, settings, signal);
    return offerHandshake(new Wire(channel, settings), dial.local, signal);
  });
}

async function open(dial: DialOptions, settings: ConnectionSettings, signal: AbortSignal): Promise<Channel> {
  const { transport, endpoint, remoteId } = dial;
  const place = endpointText(endpoint);
  const attempt = new AbortController();
  const { clock, dialTimeout } = settings;
  const timer = clock.setTimer(
    () => attempt.abort(new DialError(`${place}: no answer in ${dialTimeout} ms`)),
    dialTimeout,
  );
  const onAbort = (): void => attempt.abort(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    signal.throwIfAborted();
    const channel = await transport.dial(endpoint, remoteId, attempt.signal);
    if (attempt.signal.aborted) channel.destroy();
    attempt.signal.throwIfAborted();
    return channel;
  } catch (error) {
    if (attempt.signal.aborted) throw attempt.signal.reason;
    throw new DialError(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    clock.clearTimer(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
