/**
 * BeamListener: takes connections of Erlang nodes. Strangers cost at most `maxWaiting` sockets, each for at most the time of a
 * handshake; each one that is turned away is reported, once.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { endpointText } from '../../cluster/endpoint.js';
import { SocketChannel } from '../../cluster/socketChannel.js';
import { describeTlsError, tlsSettings } from '../../cluster/tlsSettings.js';
import type { BeamSettings } from '../beamSettings.js';
import { answer, type Admission, type OtherNode, type OwnNode } from '../handshake/handshake.js';
import { HandshakeError } from '../handshake/handshakeError.js';
import { Packets } from '../handshake/packets.js';
import type { BeamConnection } from '../wire/beamConnection.js';
import { isCertified } from './certified.js';
import { established, headerSize } from './established.js';

const maxWaiting = 64;

export interface ListenerOptions {
  readonly settings: BeamSettings;
  readonly own: OwnNode;
  readonly admit: (other: OtherNode) => Admission;
  readonly onConnection: (connection: BeamConnection) => void;
  /** @param who the name that it gave, else its address */
  readonly onRefused: (who: string, reason: string) => void;
}

export class BeamListener {
  readonly #options: ListenerOptions;
  readonly #server: Server;
  /** By `host:port`, those whose handshake is not over, the oldest first; over TLS a connection has two sockets. */
  readonly #waiting = new Map<string, Socket>();

  constructor(options: ListenerOptions) {
    this.#options = options;
    const { tls, handshakeTimeout } = options.settings;
    this.#server =
      tls === undefined
        ? createServer((socket) => this.#connected(socket))
        : createTlsServer({ ...tlsSettings(tls), requestCert: true, rejectUnauthorized: true, handshakeTimeout });
    if (tls === undefined) return;
    this.#server.on('connection', (socket: Socket) => this.#limit(socket));
    this.#server.on('secureConnection', (socket: TLSSocket) => this.#secured(socket));
    this.#server.on('tlsClientError', (error: Error, socket: TLSSocket) => {
      this.#options.onRefused(addressOf(socket), describeTlsError(error));
    });
  }

  /** Gives the port. */
  listen(): Promise<number> {
    const { host, port } = this.#options.settings;
    return new Promise((resolve, reject) => {
      const onError = (error: Error): void => {
        reject(new Error(`cannot listen at ${endpointText({ host, port })}: ${error.message}`, { cause: error }));
      };
      this.#server.once('error', onError);
      this.#server.listen({ host, port, exclusive: true }, () => {
        this.#server.off('error', onError);
        // Running out of file descriptors, say: those who could not be taken will try again.
        this.#server.on('error', (error: Error) => this.#options.onRefused('?', error.message));
        this.#server.unref();
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#waiting.values()) socket.destroy();
  }

  #limit(socket: Socket): void {
    const remote = addressOf(socket);
    this.#waiting.set(remote, socket);
    socket.once('close', () => {
      if (this.#waiting.get(remote) === socket) this.#waiting.delete(remote);
    });
    socket.on('error', () => undefined);
    // Who means well is done in some milliseconds: the oldest is the likeliest not to.
    const [oldest] = this.#waiting;
    if (this.#waiting.size > maxWaiting) oldest![1].destroy();
  }

  #secured(socket: TLSSocket): void {
    if (this.#waiting.has(addressOf(socket))) return this.#connected(socket);
    // It had waited for too long.
    socket.on('error', () => undefined);
    socket.destroy();
  }

  #connected(socket: Socket): void {
    const { settings, own, admit, onConnection, onRefused } = this.#options;
    const remoteAddress = addressOf(socket);
    this.#limit(socket);
    const channel = new SocketChannel(socket, { remoteId: '', remoteAddress, highWaterMark: 128 * 1024 });
    const packets = new Packets(channel, headerSize(settings));
    const tooLate = (): void => packets.fail(new HandshakeError('the handshake takes too long'));
    const timer = settings.clock.setTimer(tooLate, settings.handshakeTimeout);
    let who = remoteAddress;
    const admitCertified = (other: OtherNode): Admission => {
      who = other.name;
      const { tls } = settings;
      const isProven = tls === undefined || isCertified(socket as TLSSocket, other.name, tls.peers);
      return isProven ? admit(other) : 'not_allowed';
    };
    answer(packets, own, admitCertified)
      .then(
        (other) => {
          this.#waiting.delete(remoteAddress);
          onConnection(established(packets, other, settings));
        },
        (error: unknown) => {
          // What was written, why not, leaves first.
          channel.end();
          setImmediate(() => channel.destroy());
          if (error instanceof HandshakeError && error.isTheirTurn) return;
          onRefused(who, error instanceof Error ? error.message : String(error));
        },
      )
      .finally(() => settings.clock.clearTimer(timer));
  }
}

function addressOf(socket: Socket): string {
  const host = (socket.remoteAddress ?? '?').replace(/^::ffff:(?=\d+\.)/, '');
  return endpointText({ host, port: socket.remotePort ?? 0 });
}
