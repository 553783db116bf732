/**
 * ProxyNetwork: a proxy on the way from each node to each other, so that every connection can be cut, held, or left half
 * open. Works everywhere, on the loopback interface alone.
 */
import type { Endpoint, NodeSpecFile } from 'regent-otp';
import { endpointText } from '../../lib/cluster/endpoint.js';
import { CuttingProxy } from '../support/cuttingProxy.js';
import type { Network } from './network.js';

export class ProxyNetwork implements Network {
  readonly #ids: readonly string[];
  readonly #proxies = new Map<string, CuttingProxy>();
  readonly #endpoints = new Map<string, Endpoint>();

  private constructor(ids: readonly string[]) {
    this.#ids = ids;
  }

  static async create(ids: readonly string[]): Promise<ProxyNetwork> {
    const network = new ProxyNetwork(ids);
    for (const from of ids) {
      for (const to of ids) {
        if (from === to) continue;
        network.#proxies.set(`${from} ${to}`, await CuttingProxy.listen(() => network.#endpoints.get(to)));
      }
    }
    return network;
  }

  get proxies(): readonly CuttingProxy[] {
    return [...this.#proxies.values()];
  }

  /** The way by which one node dials another. */
  proxy(from: string, to: string): CuttingProxy {
    return this.#proxies.get(`${from} ${to}`)!;
  }

  /** The ways between two nodes. */
  between(one: string, other: string): readonly CuttingProxy[] {
    return [this.proxy(one, other), this.proxy(other, one)];
  }

  /** The ways between some nodes and all others. */
  around(some: readonly string[]): readonly CuttingProxy[] {
    const others = this.#ids.filter((id) => !some.includes(id));
    return some.flatMap((one) => others.flatMap((other) => this.between(one, other)));
  }

  specOf(id: string): readonly NodeSpecFile[] {
    return this.#ids.map((other) =>
      other === id
        ? { id, address: '127.0.0.1:1', listen_address: '127.0.0.1:0' }
        : { id: other, address: endpointText(this.proxy(id, other).endpoint) },
    );
  }

  wrapperOf(): readonly string[] {
    return [];
  }

  listens(id: string, endpoint: Endpoint | undefined): void {
    if (endpoint === undefined) this.#endpoints.delete(id);
    else this.#endpoints.set(id, endpoint);
  }

  close(): void {
    for (const proxy of this.proxies) proxy.close();
  }
}
