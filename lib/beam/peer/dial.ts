/** Connecting with an Erlang node: where it listens, a socket, TLS, the handshake. */
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { endpointText } from '../../cluster/endpoint.js';
import { SocketChannel } from '../../cluster/socketChannel.js';
import { describeTlsError, tlsSettings } from '../../cluster/tlsSettings.js';
import type { Endpoint } from '../../cluster/transport.js';
import type { BeamConnection } from '../wire/beamConnection.js';
import { partsOf } from '../beamName.js';
import type { BeamSettings } from '../beamSettings.js';
import { resolveNode } from '../epmd/resolve.js';
import { HandshakeError } from '../handshake/handshakeError.js';
import { initiate, type Attempt, type OwnNode } from '../handshake/handshake.js';
import { Packets } from '../handshake/packets.js';
import { isCertified } from './certified.js';
import { established, headerSize } from './established.js';

/**
 * Makes a connection with a node.
 *
 * @param defaultPort where nodes listen if nothing else says so
 * @param attempt see `initiate`
 * @throws Error that says why there is none
 */
export async function dial(
  name: string,
  own: OwnNode,
  settings: BeamSettings,
  defaultPort: number,
  signal: AbortSignal,
  attempt: Attempt,
): Promise<BeamConnection> {
  const { host, name: alias } = partsOf(name)!;
  const { epmdPort, ports } = settings;
  const known = ports.get(name) ?? (epmdPort === undefined ? defaultPort : undefined);
  const port = known ?? (await resolveNode({ host, port: epmdPort! }, alias, signal));
  const place = { host, port };
  const socket = await open(place, name, settings, signal);
  const channel = new SocketChannel(socket, {
    remoteId: name,
    remoteAddress: endpointText(place),
    highWaterMark: 128 * 1024,
  });
  const packets = new Packets(channel, headerSize(settings));
  const onAbort = (): void => packets.fail(signal.reason as Error);
  signal.addEventListener('abort', onAbort);
  try {
    return established(packets, await initiate(packets, own, name, attempt), settings);
  } catch (error) {
    channel.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function open(place: Endpoint, name: string, { tls }: BeamSettings, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const servername = isIP(place.host) === 0 ? { servername: place.host } : {};
    // Who the far end is says its certificate, which is compared with the name of the node.
    const check = { checkServerIdentity: () => undefined };
    const socket =
      tls === undefined ? connectPlain(place) : connectTls({ ...tlsSettings(tls), ...place, ...servername, ...check });
    const fail = (error: unknown): void => {
      socket.destroy();
      signal.removeEventListener('abort', onAbort);
      reject(error);
    };
    const onAbort = (): void => fail(signal.reason);
    const onError = (error: Error): void => {
      fail(new Error(`${endpointText(place)}: ${describeTlsError(error)}`, { cause: error }));
    };
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();
    socket.on('error', onError);
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      if (tls !== undefined && !isCertified(socket as TLSSocket, name, tls.peers)) {
        return fail(new HandshakeError(`the certificate at ${endpointText(place)} is not that of node "${name}"`));
      }
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}
