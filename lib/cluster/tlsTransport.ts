/**
 * The transport over TLS sockets. Both ends show a certificate, and who they are is what its `URI:regent:node/<id>`
 * says: host names, common names and addresses never count.
 */
import { connect, type SecureContextOptions } from 'node:tls';
import { endpointText } from './endpoint.js';
import type { Credentials } from './spec/clusterSpec.js';
import { SocketChannel } from './socketChannel.js';
import { TlsListener } from './tlsListener.js';
import { describeTlsError, nodeIdIn, tlsSettings, verifiedPeer } from './tlsSettings.js';
import type { Channel, Endpoint, Transport } from './transport.js';

export interface TlsTransportOptions {
  readonly credentials: Credentials;
  /** IANA names of the cipher suites that may be used. Default: all that are safe. */
  readonly cipherSuites?: readonly string[] | undefined;
  /** Where connections start from; port 0 for any. Default: the system decides. */
  readonly localAddress?: Endpoint | undefined;
  /** Which nodes a listener lets in. Others are cut off and not told why; `admit` can do that. Default: all. */
  readonly accepts?: ((id: string) => boolean) | undefined;
  /** How long a listener gives the TLS handshake, ms. Default: 5,000. */
  readonly handshakeTimeout?: number | undefined;
  /** How many who have not yet proven who they are may wait; one more displaces the oldest. Default: 64. */
  readonly maxWaiting?: number | undefined;
  /** How many bytes may wait in a socket before its channel asks for patience. Default: 128 KiB. */
  readonly highWaterMark?: number | undefined;
  /** Runs an action outside of every process (`node.inRootContext`). Default: runs it as it is. */
  readonly inRootContext?: (<T>(action: () => T) => T) | undefined;
}

/**
 * Makes the transport of a node.
 *
 * @throws Error if the certificates, or the cipher suites, cannot be used
 *
 * @example
 * import { createAuthority, issueNodeCertificate } from 'regent-otp/certs';
 * import { tlsTransport } from 'regent-otp';
 *
 * const authority = await createAuthority();
 * const one = await issueNodeCertificate(authority, 1);
 * const transport = tlsTransport({ credentials: { ...one, clusterCertPem: authority.certPem } });
 */
export function tlsTransport(options: TlsTransportOptions): Transport {
  let tls = tlsSettings(options.credentials, options.cipherSuites);
  const listeners = new Set<TlsListener>();
  const inRootContext = options.inRootContext ?? ((action) => action());
  const highWaterMark = options.highWaterMark ?? 128 * 1024;
  const listening = {
    highWaterMark,
    accepts: options.accepts ?? (() => true),
    handshakeTimeout: options.handshakeTimeout ?? 5000,
    maxWaiting: options.maxWaiting ?? 64,
  };
  const transport: Transport = {
    onVisitor: undefined,
    listen: (at, onChannel, onRefused) =>
      inRootContext(async () => {
        const listener = new TlsListener({
          ...listening,
          tls,
          onChannel,
          onRefused,
          onVisitor: (visitor) =>
            transport.onVisitor === undefined ? 'its certificate is not that of a node' : transport.onVisitor(visitor),
        });
        listeners.add(listener);
        listener.onClosed = () => listeners.delete(listener);
        await listener.listen(at).catch((error: unknown) => {
          listener.onClosed();
          throw error;
        });
        return listener;
      }),
    setCredentials: (credentials) => {
      tls = tlsSettings(credentials, options.cipherSuites);
      for (const listener of listeners) listener.setTls(tls);
    },
    dial: (to, id, signal) =>
      inRootContext(() => dial(to, id, signal, { tls, highWaterMark, inRootContext, from: options.localAddress })),
  };
  return transport;
}

interface Dialling {
  readonly tls: SecureContextOptions;
  readonly highWaterMark: number;
  readonly from: Endpoint | undefined;
  readonly inRootContext: <T>(action: () => T) => T;
}

/** Waits until the far end has proven that it is the node. A socket that fails is destroyed. */
function dial(to: Endpoint, id: string, signal: AbortSignal, dialling: Dialling): Promise<Channel> {
  const { tls, from, highWaterMark, inRootContext } = dialling;
  const place = endpointText(to);
  return new Promise((resolve, reject) => {
    // The name of the host means nothing: the id of the node is compared instead.
    const socket = connect({ ...tls, ...to, ...localEnd(from), checkServerIdentity: () => undefined });
    const fail = (error: unknown): void => {
      socket.destroy();
      signal.removeEventListener('abort', onAbort);
      reject(error);
    };
    const onAbort = (): void => inRootContext(() => fail(signal.reason));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    const onError = (error: Error): void => {
      fail(new Error(`${place}: ${describeTlsError(error)}`, { cause: error }));
    };
    const onClose = (): void => fail(new Error(`${place}: closed before the TLS handshake was over`));
    socket.on('error', onError).on('close', onClose);
    socket.once('secureConnect', () => {
      const peer = verifiedPeer(socket);
      const found = nodeIdIn(peer);
      if (found !== id) return fail(new Error(`${place}: ${wrongNode(found, id)}`));
      signal.removeEventListener('abort', onAbort);
      resolve(
        new SocketChannel(socket, {
          remoteId: id,
          remoteAddress: place,
          certificate: peer!.certificate,
          highWaterMark,
        }),
      );
      socket.off('error', onError).off('close', onClose);
    });
  });
}

function localEnd(from: Endpoint | undefined): { readonly localAddress?: string; readonly localPort?: number } {
  if (from === undefined) return {};
  return from.port === 0 ? { localAddress: from.host } : { localAddress: from.host, localPort: from.port };
}

function wrongNode(found: string | undefined, wanted: string): string {
  const who = found === undefined ? 'no node' : `node "${found}"`;
  return `its certificate is that of ${who}, not of node "${wanted}"`;
}
