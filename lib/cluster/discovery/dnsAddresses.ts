/**
 * dnsAddresses: members by the A and AAAA records of a name.
 */
import { badarg } from '../../terms/errors.js';
import { endpointText } from '../endpoint.js';
import type { Discovery } from './discovery.js';
import { addressesOf, checkDnsOptions, resolverOf, withoutAddress, type DnsOptions } from './dnsOptions.js';
import { pollingDiscovery } from './polling.js';

export interface DnsAddressesOptions extends DnsOptions {
  /** Where all nodes listen. */
  readonly port: number;
  /** The id of the node at an address, or undefined if there is none. Default: the address, with `-` for each `:`. */
  readonly id?: ((address: string) => number | string | undefined) | undefined;
}

/**
 * The members that stand at the addresses of a name: one node at each, all at the same port. As a headless service of
 * Kubernetes gives them; there `dnsServices` serves better, for its ids outlive a pod.
 *
 * A node that is not listed any more stays a member while it is connected: name servers leave out who is not ready. A name
 * that has no records, or a name server that does not answer, changes nothing (event `discovery_failed`).
 *
 * @param name say `chat.default.svc.cluster.local`
 */
export function dnsAddresses(name: string, options: DnsAddressesOptions): Discovery {
  const interval = checkDnsOptions('dnsAddresses', name, options);
  const { port, servers, id = (address) => address.replaceAll(':', '-') } = options;
  if (!(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    throw badarg('dnsAddresses', 'port', port, 'an integer from 1 to 65535');
  }
  const look = async (signal: AbortSignal) => {
    const hosts = await addressesOf(resolverOf(servers, signal), name);
    if (hosts.length === 0) throw withoutAddress(name);
    return hosts.flatMap((host) => {
      const named = id(host);
      return named === undefined ? [] : [{ id: named, address: endpointText({ host, port }) }];
    });
  };
  return pollingDiscovery(() => ({ interval, look }), true);
}
