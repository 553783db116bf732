/** RawPeer: whoever knows the cookie, gets through the handshake as a node, and then sends what it likes. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { SocketChannel } from '../../../lib/cluster/socketChannel.js';
import { initiate } from '../../../lib/beam/handshake/handshake.js';
import { Packets } from '../../../lib/beam/handshake/packets.js';
import { cookie, jsName } from './withBeam.js';

export const rawName = 'raw@127.0.0.1';
export const rawCreation = 7;

export class RawPeer {
  readonly #socket: Socket;
  readonly closed: Promise<unknown>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = once(socket, 'close');
  }

  static async connect(port: number): Promise<RawPeer> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const peer = new RawPeer(socket);
    const channel = new SocketChannel(socket, { remoteId: '', remoteAddress: '', highWaterMark: 1024 });
    const packets = new Packets(channel, 2);
    const own = { name: rawName, creation: rawCreation, cookie };
    await initiate(packets, own, jsName, { onIntroduced: () => undefined, isNeedless: () => false });
    channel.onData = () => undefined;
    channel.resume();
    return peer;
  }

  /** Sends a frame, its length before it. */
  send(body: Uint8Array, length = body.length): void {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(length);
    this.#socket.write(Buffer.concat([header, body]));
  }

  close(): void {
    this.#socket.destroy();
  }
}
