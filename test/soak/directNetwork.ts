/**
 * DirectNetwork: nodes that reach each other without anything in between, at ports that were free a moment ago.
 */
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { NodeSpecFile } from 'regent-otp';
import type { Network } from './network.js';

export class DirectNetwork implements Network {
  readonly #nodes: readonly NodeSpecFile[];

  private constructor(nodes: readonly NodeSpecFile[]) {
    this.#nodes = nodes;
  }

  static async create(ids: readonly string[]): Promise<DirectNetwork> {
    const servers = ids.map(() => createServer().listen(0, '127.0.0.1'));
    await Promise.all(servers.map((server) => once(server, 'listening')));
    const nodes = ids.map((id, i) => ({ id, address: `127.0.0.1:${(servers[i]!.address() as AddressInfo).port}` }));
    await Promise.all(servers.map((server) => once(server.close(), 'close')));
    return new DirectNetwork(nodes);
  }

  specOf(): readonly NodeSpecFile[] {
    return this.#nodes;
  }

  wrapperOf(): readonly string[] {
    return [];
  }

  listens(): void {
    // They know where the others are.
  }

  close(): void {
    // Nothing is open.
  }
}
