/**
 * dnsServices: members by the SRV records of a name.
 */
import type { Resolver } from 'node:dns/promises';
import { endpointText } from '../endpoint.js';
import type { NodeSpecFile } from '../spec/clusterSpec.js';
import type { Discovery } from './discovery.js';
import { addressesOf, checkDnsOptions, resolverOf, withoutAddress, type DnsOptions } from './dnsOptions.js';
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
 * that has no records, or a name server that does not answer, changes nothing (event `discovery_failed`). A host that has
 * no address is left out; if none has one, that changes nothing either.
 *
 * @param name say `_regent._tcp.chat.default.svc.cluster.local`
 */
export function dnsServices(name: string, options: DnsServicesOptions = {}): Discovery {
  const interval = checkDnsOptions('dnsServices', name, options);
  const { servers, id = firstLabel } = options;
  const look = async (signal: AbortSignal) => {
    const resolver = resolverOf(servers, signal);
    const services = await resolver.resolveSrv(name);
    const named = services.flatMap((service) => {
      const own = id(service);
      return own === undefined ? [] : [{ id: own, service }];
    });
    const nodes = (await Promise.all(named.map(({ id, service }) => nodeOf(resolver, id, service)))).flat();
    if (named.length > 0 && nodes.length === 0)
      throw withoutAddress(named.map(({ service }) => service.name).join(', '));
    return nodes;
  };
  return pollingDiscovery(() => ({ interval, look }), true);
}

// A host that is gone, and whose record is not, must not keep the others from being found.
async function nodeOf(
  resolver: Resolver,
  id: number | string,
  { name, port }: DnsService,
): Promise<readonly NodeSpecFile[]> {
  const [host] = await addressesOf(resolver, name);
  return host === undefined ? [] : [{ id, address: endpointText({ host, port }) }];
}

function firstLabel({ name }: DnsService): string {
  return name.split('.', 1)[0]!;
}
