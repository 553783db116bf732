/**
 * dnsServices: members by the SRV records of a name.
 */
import type { Resolver } from 'node:dns/promises';
import { endpointText } from '../endpoint.js';
import type { Discovery } from './discovery.js';
import { addressesOf, checkDnsOptions, namedNodes, resolverOf, type DnsOptions } from './dnsOptions.js';
import { pollingDiscovery } from './polling.js';

/** A host and a port, as an SRV record names them. */
export interface DnsService {
  readonly name: string;
  readonly port: number;
}

export interface DnsServicesOptions extends DnsOptions {
  /** The id of the node at a host and port, or undefined if there is none. Default: the first label of the host's name, `chat-0` of `chat-0.chat.svc`. */
  readonly id?: ((service: DnsService) => number | string | undefined) | undefined;
}

/**
 * The members that the SRV records of a name tell, with their ports. As a headless service of Kubernetes gives them for a
 * StatefulSet: the node of the pod `chat-0` has the id `chat-0` wherever the pod runs.
 *
 * A node that is not listed any more stays a member while it is connected: name servers leave out who is not ready. A name
 * that has no records, or a name server that does not answer, changes nothing (event `discovery_failed`).
 *
 * @param name say `_regent._tcp.chat.default.svc.cluster.local`
 */
export function dnsServices(name: string, options: DnsServicesOptions = {}): Discovery {
  const interval = checkDnsOptions('dnsServices', name, options);
  const { servers, id = firstLabel } = options;
  const look = async (signal: AbortSignal) => {
    const resolver = resolverOf(servers, signal);
    const services = await resolver.resolveSrv(name);
    return namedNodes(
      await Promise.all(
        services.map(async (service) => ({
          id: id(service),
          address: await addressOf(resolver, service),
        })),
      ),
    );
  };
  return pollingDiscovery(() => ({ interval, look }), true);
}

async function addressOf(resolver: Resolver, { name, port }: DnsService): Promise<string> {
  const [host] = await addressesOf(resolver, name);
  return endpointText({ host: host!, port });
}

function firstLabel({ name }: DnsService): string {
  return name.split('.', 1)[0]!;
}
