/**
 * TlsListener: takes TLS connections, and turns away who cannot prove to be a node of the cluster. Invariants: strangers
 * cost at most `maxWaiting` sockets, each for at most `handshakeTimeout`; each one turned away is reported, once.
 */
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type SecureContextOptions, type Server, type TLSSocket } from 'node:tls';
import { endpointText } from './endpoint.js';
import { SocketChannel } from './socketChannel.js';
import { describeTlsError, nodeIdIn, verifiedPeer, type VerifiedPeer } from './tlsSettings.js';
import type { Channel, Endpoint, Listener, Visitor } from './transport.js';

export interface TlsListenerOptions {
  readonly tls: SecureContextOptions;
  readonly highWaterMark: number;
  readonly accepts: (id: string) => boolean;
  readonly handshakeTimeout: number;
  readonly maxWaiting: number;
  readonly onChannel: (channel: Channel) => void;
  readonly onRefused: (reason: string, remote: string) => void;
  /** Takes somebody who is no node, or tells why not. */
  readonly onVisitor: (visitor: Visitor) => string | undefined;
}

/** Visitors send no heartbeats: the OS finds out that one is gone, ms. */
const keepAliveDelay = 60_000;

export class TlsListener implements Listener {
  endpoint: Endpoint = { host: '', port: 0 };
  onClosed: () => void = () => undefined;
  readonly #options: TlsListenerOptions;
  readonly #server: Server;
  /** By `host:port`, those who have not proven who they are, the oldest first. */
  readonly #waiting = new Map<string, Socket>();
  /** Whose connection was closed in this turn, before anybody said why. */
  #closing: string | undefined = undefined;

  constructor(options: TlsListenerOptions) {
    this.#options = options;
    const { tls, handshakeTimeout } = options;
    this.#server = createServer({ ...tls, requestCert: true, rejectUnauthorized: true, handshakeTimeout });
    this.#server.on('connection', (socket: Socket) => this.#connected(socket));
    this.#server.on('secureConnection', (socket) => this.#secured(socket));
    this.#server.on('tlsClientError', (error, socket) => this.#failed(error, socket));
  }

  /** Demands, and shows, other certificates from now on. */
  setTls(tls: SecureContextOptions): void {
    this.#server.setSecureContext(tls);
  }

  /** @throws Error that names `host:port` */
  listen(at: Endpoint): Promise<void> {
    return new Promise((resolve, reject) => {
      const onError = (error: Error): void => {
        reject(new Error(`cannot listen at ${endpointText(at)}: ${describeTlsError(error)}`, { cause: error }));
      };
      this.#server.once('error', onError);
      this.#server.listen({ ...at, exclusive: true }, () => {
        this.endpoint = { host: at.host, port: (this.#server.address() as AddressInfo).port };
        this.#server.off('error', onError);
        // Running out of file descriptors, say: those who could not be taken will try again.
        this.#server.on('error', (error: Error) => this.#report(describeTlsError(error), endpointText(this.endpoint)));
        this.#server.unref();
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.onClosed();
    // The server tells that it is closed when the last connection is: those are not ours any more.
    this.#server.close();
    for (const socket of this.#waiting.values()) socket.destroy();
    await new Promise(setImmediate);
  }

  #connected(socket: Socket): void {
    const remote = nameOf(socket);
    this.#waiting.set(remote, socket);
    socket.once('close', () => this.#closed(socket, remote));
    if (this.#waiting.size <= this.#options.maxWaiting) return;
    // Who means well is done in some milliseconds: the oldest is the likeliest not to.
    const [oldest] = this.#waiting;
    this.#turnAway(oldest![1], 'too many wait to prove who they are', oldest![0]);
  }

  #secured(socket: TLSSocket): void {
    const remote = nameOf(socket);
    socket.on('error', () => undefined);
    if (!this.#waiting.has(remote)) return void socket.destroy();
    const { accepts, highWaterMark, onChannel } = this.#options;
    const peer = verifiedPeer(socket);
    const id = nodeIdIn(peer);
    if (peer?.identity[0] === 'role') return this.#visited(socket, peer, remote);
    if (id === undefined) return this.#turnAway(socket, 'its certificate is not that of a node', remote);
    if (!accepts(id)) return this.#turnAway(socket, `node "${id}" is not in the cluster`, remote);
    this.#waiting.delete(remote);
    onChannel(
      new SocketChannel(socket, { remoteId: id, remoteAddress: remote, certificate: peer!.certificate, highWaterMark }),
    );
  }

  #visited(socket: TLSSocket, { identity: [, role], certificate }: VerifiedPeer, remoteAddress: string): void {
    const refusal = this.#options.onVisitor({ role, certificate, remoteAddress, socket });
    if (refusal !== undefined) return this.#turnAway(socket, refusal, remoteAddress);
    this.#waiting.delete(remoteAddress);
    socket.setKeepAlive(true, keepAliveDelay);
  }

  // An error comes before its socket is closed, or while that happens: then the socket knows no address any more.
  #failed(error: Error, socket: TLSSocket): void {
    const remote = socket.remoteAddress === undefined ? this.#closing : nameOf(socket);
    const code: unknown = socket.authorizationError ?? undefined;
    if (remote !== undefined) this.#turnAway(socket, describeTlsError(error, code), remote);
  }

  #closed(socket: Socket, remote: string): void {
    if (this.#waiting.get(remote) !== socket) return;
    this.#closing = remote;
    process.nextTick(() => this.#turnAway(socket, 'closed before it proved who it is', remote));
  }

  #turnAway(socket: Socket, reason: string, remote: string): void {
    socket.destroy();
    if (this.#closing === remote) this.#closing = undefined;
    if (this.#waiting.delete(remote)) this.#report(reason, remote);
  }

  #report(reason: string, remote: string): void {
    this.#options.onRefused(reason, remote);
  }
}

function nameOf(socket: Socket): string {
  // A socket that listens for both families calls an IPv4 address ::ffff:1.2.3.4.
  const host = (socket.remoteAddress ?? '?').replace(/^::ffff:(?=\d+\.)/, '');
  return endpointText({ host, port: socket.remotePort ?? 0 });
}
